"""Today's queue: lists, filters, pages, and the way from one prediction to the next."""

from datetime import date, timedelta

DAY = date(2026, 11, 21)


def test_the_newest_day_opens_with_its_first_prediction_and_the_url_says_so(visit, world, run, says) -> None:
    newest = world.publish(DAY + timedelta(days=1))

    at = visit("today")

    assert {name: _parameter(at, name) for name in at.query_params} == {
        "use_case": "bakery",
        "date": "2026-11-22",
        "prediction": f"{newest.id}-0",
        "page": "1",
    }
    assert "Bagel, Harbour" in says(at)
    assert "synthetic data" in says(at)
    assert "1 of 4" in says(at)


def test_a_link_to_a_prediction_alone_finds_its_use_case_and_day(visit, world, run, says) -> None:
    world.publish(DAY + timedelta(days=1))

    at = visit("today", prediction=f"{run.id}-9")

    assert "Soup, North" in says(at)
    assert _parameter(at, "date") == "2026-11-21"


def test_the_lists_have_their_counts(visit, world, run) -> None:
    world.answer(run, 1, world.sign_in("Ana"))

    options = visit("today").get("button_group")[0].proto.options

    assert [option.content for option in options] == ["Needs a look · 4", "To do · 11", "All · 12"]


def test_filters_and_search_are_kept_in_the_url_and_found_there_again(visit, run, says) -> None:
    at = visit("today", show="all", store="North", q="bre")

    assert [button.label for button in at.button if button.key.startswith("open")] == ["Open Rye bread, North: 59"]
    assert at.selectbox(key="filter_store").value == "North"
    assert at.text_input(key="q").value == "bre"

    at.text_input(key="q").set_value("").run()
    assert len([button for button in at.button if button.key.startswith("open")]) == 6
    assert "q" not in at.query_params

    at.selectbox(key="filter_store").select("").run()
    assert "store" not in at.query_params
    assert len([button for button in at.button if button.key.startswith("open")]) == 10


def test_the_second_page_of_the_queue_opens_from_its_link(visit, run) -> None:
    at = visit("today", show="all", page="2")

    assert len([button for button in at.button if button.key.startswith("open")]) == 2


def test_an_empty_list_says_what_to_do(visit, run, says) -> None:
    assert "Nothing in this list" in says(visit("today", q="zzz"))


def test_a_click_on_a_row_opens_it(visit, run, says) -> None:
    at = visit("today")
    at.button(key="open2").click().run()

    assert "Rye bread, Harbour" in says(at)
    assert _parameter(at, "prediction") == f"{run.id}-6"


def test_next_and_previous_walk_through_the_list_and_stop_at_its_ends(visit, run) -> None:
    at = visit("today")
    seen = []
    for key in ("previous", "next", "next", "next", "next"):
        at.button(key=key).click().run()
        seen.append((_parameter(at, "prediction"), [toast.value for toast in at.toast]))

    rows = [prediction.removeprefix(f"{run.id}-") for prediction, _ in seen]
    assert rows == ["0", "3", "6", "9", "9"]
    assert "first one" in seen[0][1][0]
    assert seen[1][1] == []
    assert "last one" in seen[4][1][0]


def test_a_link_to_a_prediction_opens_the_page_of_the_queue_on_which_it_stands(visit, run) -> None:
    at = visit("today", show="all", prediction=f"{run.id}-11")

    assert _parameter(at, "page") == "2"
    assert any(element.body.startswith('<div class="row on"') for element in at.get("html"))


def test_a_use_case_without_keys_has_a_queue_without_filters(visit, bare_world, says) -> None:
    alone = bare_world.changed(
        keys=[],
        sources={**bare_world.use_case.model_dump(mode="json")["sources"], "sales": {"path": "s.csv", "date": "day"}},
    )
    alone.sign_in()
    alone.publish(entities=((),))

    at = visit("today", show="all")

    assert [box.key for box in at.selectbox if box.key.startswith("filter")] == []
    assert [box.key for box in at.text_input if box.key == "q"] == []
    assert at.button(key="open0").label == "Open Bakery: 52"
    assert "Bakery  ● big change" in says(at)


def _parameter(at, name: str) -> str:
    value = at.query_params[name]
    return value if isinstance(value, str) else value[0]
