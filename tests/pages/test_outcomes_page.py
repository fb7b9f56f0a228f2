"""Outcomes on the screen: the verdict, who may see whose value added, and every state without numbers."""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest

from domain.entity import Entity
from domain.person import Role
from domain.review import Answer
from domain.use_case import UseCase
from services.manage_people import share_value_added
from services.sign_in import sign_in_locally
from tests.pages.world import DAY, DEFINITION, NOW, World, open_bakery, opened_home

ENTITIES: tuple[Entity, ...] = (("Harbour", "Bagel"), ("North", "Bagel"))
FORECASTS = "human_vs_model_forecasts/forecasts_2021-03-08_to_2021-06-21.csv"


@pytest.fixture
def says(says):
    """The words of a screen, whatever their markup."""
    return lambda at: " ".join(says(at).split()).replace(" .", ".").replace(" :", ":")


def happened(world, day: date, *values: float) -> None:
    items = [(entity, day, value, None) for entity, value in zip(ENTITIES, values, strict=False)]
    with world.deps.feedback.write() as unit:
        unit.actuals.record("bakery", items, NOW)


@pytest.fixture(scope="module")
def lived_home(tmp_path_factory, upgraded_database) -> Path:
    """Twenty days with two predictions each, 52 and 53, of which 50 and 53 were sold; Ana took 50 of the first."""
    home = tmp_path_factory.mktemp("lived")
    shutil.copy(upgraded_database, home / "feedback.sqlite")
    with opened_home(home) as deps:
        world = open_bakery(deps)
        ana = world.sign_in("Ana")
        for back in range(20):
            day = DAY - timedelta(days=back)
            run = world.publish(day, entities=ENTITIES)
            world.answer(run, 0, ana, Answer.DIFFERENT, own_value="50", reason="school_closed", comment="<b>closed</b>")
            happened(world, day, 50, 53)
    return home


@pytest.fixture
def lived(lived_home, vouch_home) -> Iterator[World]:
    """The same twenty days, for this test alone."""
    shutil.copytree(lived_home, vouch_home)
    with opened_home(vouch_home) as deps:
        yield World(deps, UseCase.model_validate(DEFINITION))


def test_the_verdict_compares_the_model_with_people_and_the_simple_rule(visit, lived, says) -> None:
    words = says(visit("outcomes"))

    assert "Who was right?" in words
    # 2 of 103 a day; the usual value of 38 is off by 12 and 15.
    assert "The model was off by 1.9 %." in words
    assert "With people's changes: 0.0 %." in words
    assert "The simple rule: 26.2 %." in words
    assert "Changes for School closed help." in words
    assert "40 of 40 actuals are in" in words
    assert "20 came closer, 0 did not" in words
    assert "came closer than the model in 20 of 20 cases: is a feature missing?" in words
    assert "No cost is shown" in words


def test_costs_are_shown_where_the_use_case_names_them(visit, lived, says) -> None:
    target = {
        **lived.use_case.target.model_dump(mode="json"),
        "cost_too_much": 0.5,
        "cost_too_little": 2,
        "cost_unit": "€",
    }
    lived.changed(target=target)

    words = says(visit("outcomes"))

    assert "model alone: 20.00 €" in words
    assert "No cost is shown" not in words


@pytest.mark.parametrize(("period", "actuals"), [("7", "14 of 14"), ("all", "40 of 40")])
def test_the_period_of_a_link_is_looked_at(visit, lived, says, period: str, actuals: str) -> None:
    at = visit("outcomes", use_case="bakery", period=period)

    assert f"{actuals} actuals are in" in says(at)
    assert at.query_params["period"] == period


def test_seven_changes_give_no_number(visit, lived, says) -> None:
    at = visit("outcomes", use_case="bakery", period="7")

    assert "7 changes by people: not enough cases yet." in says(at)


def test_the_largest_miss_opens_as_it_was_that_morning(visit, lived, says) -> None:
    happened(lived, DAY, 50, 99)

    at = visit("outcomes")

    assert "+46" in says(at)
    assert "▲" in says(at)
    first = at.get("page_link")[0].proto
    assert first.page == "today"
    assert "date=2026-11-21" in first.query_string
    assert first.query_string.count("-1&") + first.query_string.endswith("-1")


def test_the_use_case_in_the_box_is_that_of_the_page_after_a_change_of_pages(visit, lived) -> None:
    with lived.deps.feedback.write() as unit:
        other = {**lived.use_case.model_dump(mode="json"), "name": "a_first_one", "title": "A first one"}
        unit.use_cases.register("a_first_one", "A first one", other, "x.yaml", NOW)

    at = visit("outcomes", use_case="bakery")
    at.switch_page("pages/decided.py").run()

    assert at.query_params["use_case"] == "bakery"
    assert at.selectbox(key="use_case_box").value == "bakery"


def test_text_of_people_stays_text(visit, lived) -> None:
    assert not any("<b>closed" in element.body for element in visit("outcomes").get("html"))


def test_value_added_of_a_person_is_seen_by_that_person_only_unless_shared(visit, lived, says) -> None:
    def people_shown() -> str:
        at = visit("outcomes")
        at.selectbox(key="outcomes_by").set_value("person").run()
        return says(at)

    assert "Others see yours only if you share it" in people_shown()
    with lived.deps.feedback.read() as unit:
        ana = unit.people.by_name("Ana")
    sign_in_locally(lived.deps, "Ben")
    assert "What others' changes brought is theirs" in people_shown()
    # The table of the figure has the row of all changes and no person's.
    assert "Ana 20" not in people_shown()

    share_value_added(lived.deps, ana.id, shares=True)
    assert "Ana 20" in people_shown()


# --- states without numbers ---------------------------------------------------------------------------------------


def test_before_the_first_actual_it_says_what_will_appear_and_how(visit, run, says) -> None:
    words = says(visit("outcomes"))

    assert "No actuals yet" in words
    assert "vouch actuals bakery" in words


def test_actuals_of_other_days_are_no_outcome(visit, world, run, says) -> None:
    happened(world, DAY - timedelta(days=3), 50)

    words = says(visit("outcomes"))

    assert "Nothing to compare in these days" in words


def test_without_an_answer_nobody_changed_a_value(visit, world, says) -> None:
    world.publish(DAY, entities=ENTITIES)
    happened(world, DAY, 50, 53)

    words = says(visit("outcomes"))

    assert "Nobody changed a value." in words
    assert "As soon as people decide differently" in words


def test_without_a_use_case_or_a_run_there_is_a_way_on(visit, empty_world, says) -> None:
    sign_in_locally(empty_world, "Ana")
    assert "Nothing to look at yet" in says(visit("outcomes"))


@pytest.mark.parametrize("link", [{"period": "5"}, {"use_case": "nowhere"}, {"use_case": "bakery", "date": "x"}])
def test_a_link_that_cannot_be_meant_is_said_in_words(visit, lived, says, link) -> None:
    at = visit("outcomes", **link)

    assert "What to do" in says(at)
    assert not at.exception


def test_who_uploads_a_file_with_other_columns_is_told_how_to_name_them(visit, lived, says) -> None:
    ana = lived.sign_in("Ana")
    with lived.deps.feedback.write() as unit:
        unit.people.change(replace(ana, roles=frozenset({Role.DATA_SCIENTIST})))
    at = visit("outcomes")
    at.file_uploader(key="actuals_file").upload("mine.csv", b"day,amount\n2026-11-20,3\n", "text/csv").run()
    words = says(at)
    assert "Name the columns of the file" in words
    assert "File: mine.csv" in words
    assert "use case file" not in words


def test_who_may_not_record_actuals_is_told_who_may(visit, lived, says) -> None:
    sign_in_locally(lived.deps, "Ben")

    assert "recorded by data scientists, facilitators and administrators. Here: Ana." in says(visit("outcomes"))


# --- real people --------------------------------------------------------------------------------------------------


@pytest.mark.real_data
def test_real_people_against_a_real_model(visit, empty_world, says, real_data: Path, monkeypatch) -> None:
    from cli.main import main
    from wiring import open_dependencies

    path = str(real_data / FORECASTS)
    words = ["vouch", "import", "human_vs_model", path, "--reviews", path, "--actuals", path, "--json"]
    monkeypatch.setattr(sys, "argv", words)
    with pytest.raises(SystemExit) as ended:
        main()
    assert not ended.value.code
    deps = open_dependencies()
    sign_in_locally(deps, "Ana")

    at = visit("outcomes", use_case="human_vs_model", period="all")
    words_on_page = says(at)
    opened = says(visit("today", use_case="human_vs_model", date="2021-06-21"))

    frame = pd.read_csv(path)
    model, person = ((frame[name] - frame["actual"]).abs() for name in ("ensemble_median", "human_median"))
    closer, held = int((person < model).sum()), frame["actual"].between(frame["human_q05"], frame["human_q95"]).mean()
    assert (closer, round(closer / len(frame), 2), round(held, 2)) == (613, 0.42, 0.61)
    assert f"People's changes came closer in {closer} of 1,460 cases." in words_on_page
    assert f"{closer} came closer (42 %), 847 did not" in words_on_page
    assert "61 % of 1,460 held; meant 90 %" in words_on_page
    added = float((model - person).mean())
    assert f"All changes 1,460 {frame['forecast_date'].nunique()} {closer} −{-added:.0f} people" in words_on_page
    assert "This prediction was imported." in opened
    deps.predictions.close()
    deps.feedback.close()
