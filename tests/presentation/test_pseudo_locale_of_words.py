"""No text made by presentation escapes the catalogue: its functions in a made-up language, with data in Greek letters."""

import dataclasses
import errno
import json
import typing
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from domain import errors
from domain.attention import AttentionReason, ReasonCode
from domain.decision import Decision
from domain.explanation import Contribution
from domain.finding import Finding, Severity, Verdict
from domain.links import Link
from domain.permission import Permission
from domain.prediction import PastDay
from domain.review import Answer, NewReview, Review, Seen
from domain.run import Run, RunState
from domain.use_case import UseCase
from presentation.charts.palette import LIGHT
from presentation.charts.past_days import past_days_alt, past_days_figure, past_days_table
from presentation.charts.step import OTHERS, group_name, step_alt, step_table, table_header
from presentation.charts.waterfall import waterfall_reading, waterfall_steps
from presentation.charts.waterfall_figure import waterfall_figure
from presentation.reports.decided_list import as_csv, as_html, sheet_name
from presentation.words import dates, languages
from presentation.words.answers import answer_text, consequence
from presentation.words.catalogue import speaking
from presentation.words.entities import entity_title
from presentation.words.feature_phrases import reason_phrase
from presentation.words.features import feature_label, value_text
from presentation.words.findings import CODES, finding_examples, finding_sentence, severity_text, verdict_text
from presentation.words.problems import explain
from presentation.words.quantities import odds_text, range_text, scale_of
from presentation.words.reasons import reason_chip, reason_sentence
from presentation.words.sentence import prediction_sentence
from presentation.words.summary import day_sentence, state_text
from tests.presentation.pseudo_locale import LANGUAGE, escaped, greek, pseudo, spoken, write_pseudo_catalogue

SATURDAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def _made_up_language(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("locale")
    write_pseudo_catalogue(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(languages, "LOCALE", folder)
        languages.translations.cache_clear()
        with speaking(languages.translations(LANGUAGE)):
            yield
    languages.translations.cache_clear()


def assert_from_the_catalogue(*said: str, known: frozenset[str] = frozenset()) -> None:
    assert {words: left for words in said if (left := set(escaped(words)) - known)} == {}


# --- data in Greek letters ----------------------------------------------------------------------------------------


def _in_greek(use_case: UseCase, **changes: object) -> UseCase:
    content = use_case.model_dump(mode="json")
    content["title"] = greek(content["title"])
    target = content["target"]
    for part in ("label", "unit", "unit_one", "happened"):
        target[part] = greek(target[part]) if target[part] else target[part]
    target["classes"] = {name: greek(word) for name, word in target["classes"].items()}
    for feature in content["features"].values():
        feature["label"] = greek(feature["label"])
        feature["unit"] = greek(feature["unit"]) if feature["unit"] else feature["unit"]
        feature["values"] = {name: greek(word) for name, word in feature["values"].items()}
    content["reviews"]["reasons"] = {code: greek(word) for code, word in content["reviews"]["reasons"].items()}
    content["groups"] = {name: greek(word) for name, word in content["groups"].items()}
    return UseCase.model_validate({**content, **changes})


@pytest.fixture(scope="module")
def greek_cases(bakery, kitchen, lateness) -> tuple[UseCase, ...]:
    # "no" keeps its letters: it is what makes "no promotion" of it, and it is not shown itself.
    cases = [_in_greek(use_case) for use_case in (bakery, kitchen, lateness)]
    features = {
        name: {**feature, "values": {"0": "no", "1": greek("running")}} if name == "promotion" else feature
        for name, feature in cases[0].model_dump(mode="json")["features"].items()
    }
    return (*cases, _in_greek(bakery, features=features))


EFFECTS = {
    "holiday_tomorrow": 9.2,
    "temperature": 3.8,
    "promotion": -3.1,
    "last_week": 5.6,
    "mean": -0.04,
    "month": 0.3,
}
VALUES = {"holiday_tomorrow": 1.0, "temperature": None, "promotion": "0", "last_week": 1.0, "mean": 37.25, "month": 5.0}
PAST = tuple(PastDay(SATURDAY - timedelta(weeks=4 - week), float(week % 2)) for week in range(4))


@pytest.fixture(scope="module")
def examples(greek_cases, make_prediction):
    """Predictions with and without range, usual value, past, reasons; rescaled, lifted to the minimum, of classes."""
    found = []
    for use_case in greek_cases[:3]:
        classes = bool(use_case.target.classes)
        link, base, size = (Link.LOGIT, -0.4, 0.1) if classes else (Link.IDENTITY, 36.9, 1.0)
        label = "1" if classes else None
        effects = {name: effect * size for name, effect in EFFECTS.items()}
        for usual in (None, 0.4 if classes else 38.0, 0.6 if classes else 52.0):
            for low, high, past in ((None, None, ()), (30.0, 61.2, PAST), (51.0, 51.0, PAST[:1])):
                span = {} if classes else {"low": low, "high": high}
                queue = {"usual": usual, "label": label, "past": past, **span}
                for some in (effects, {}, {"temperature": -60.0 * size}, {"mean": 0.04 * size, "month": 0.03 * size}):
                    found.append((use_case, make_prediction(use_case, base, some, VALUES, link=link, **queue)))
    return found


# --- the net itself -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("⟦Save⟧", []),
        ("⟦Save⟧ now", ["now"]),
        ("you⟦ agreed⟧", ["you"]),
        ("⟦from ⟧3⟦ to ⟧λοαχεσ", []),
        ("⟦each too small to sh…", []),
        ("Save", ["Save"]),
    ],
)
def test_words_outside_of_the_catalogue_are_found(said: str, left: list[str]) -> None:
    assert escaped(said) == left


def test_what_is_put_into_a_text_stays_outside() -> None:
    assert pseudo("{who} agreed, {count} times").format(who="you", count=3) == "you⟦ agreed, ⟧3⟦ times⟧"


def test_html_is_read_with_its_tooltips_and_without_commands() -> None:
    assert spoken('<p title="tip">a <code>vouch</code> <b>&lt;b</b></p>').split() == ["tip", "a", "<b"]


# --- sentences ----------------------------------------------------------------------------------------------------

DETAILS = (
    {}, {"min": 0, "then": "missing"}, {"max": 4, "then": "drop"}, {"min": 1, "max": 4}, {"keep": "first"}, {"keep": "last"},
    {"keep": "sum"}, {"keep": "hold"}, {"share": 0.004}, {"share": 0.996}, {"to": "Ξ"}, {"values": ["Ξ", "Ψ"]},
    {"values": list("ΞΨΩΔΣΘΛ"), "code": "not_a_date", "allowed": 0.05}, {"code": "new", "allowed": 0.05}, {"rows": 5},
    {"days": ["2026-11-21"], "date": "2026-11-21", "found": True, "expected": False}, {"fault": "column", "detail": "Ξ"},
    {"found": 3, "needed": 60},
)  # fmt: skip
EXAMPLES = ((), ({"line": 3, "before": "Ξ", "after": "Ψ", "day": "2026-11-21"}, {"before": None}, {"before": "Ξ"}))


@pytest.mark.parametrize("code", [*sorted(CODES), "ξ"])
def test_findings(code: str, greek_cases) -> None:
    for detail in DETAILS:
        for column, source, action, count in (
            ("temperature", "features", "changed", 1),
            (None, "batch", "dropped", 12_000),
            ("Ξ", "Ψ", "imputed", 2),
            ("Ξ", "Ψ", "none", 2),
        ):
            for examples in EXAMPLES:
                found = Finding(code, Severity.INFO, source, column, count, action, detail, examples)
                # What has to be written into the use case file is the same in every language.
                said = finding_sentence(found, greek_cases[0]).replace(f"clean.{source}.duplicates", "")
                assert_from_the_catalogue(said, *finding_examples(found))


def test_verdicts_severities_and_states() -> None:
    findings = [Finding("no_rows", severity, "batch") for severity in Severity]
    said = [verdict_text(verdict, some) for verdict in Verdict for some in ([], findings, findings * 2)]
    said += [severity_text(severity) for severity in Severity] + [state_text(state) for state in RunState]
    assert_from_the_catalogue(*said)


def _subclasses(base: type) -> list[type]:
    return [cls for child in base.__subclasses__() for cls in (child, *_subclasses(child))]


ERRORS = [cls for cls in _subclasses(errors.VouchError) if cls.__module__ == "domain.errors"]


@pytest.mark.parametrize("cls", ERRORS, ids=lambda cls: cls.__name__)
def test_problems(cls: type) -> None:
    hints = typing.get_type_hints(cls)
    places = (errors.FilePlace(12, "Ξ", "2", "Ψ"), errors.FilePlace(0, "", "Ξ", "Ψ"))
    for names, number in (((), 0), (("Ξ",), 1), (("Ξ",) * 30, 3)):
        values = {str: "Ξ" if number else "", Path: Path("/Ξ"), int: number, tuple[str, ...]: names}
        given = {field.name: values.get(hints[field.name], places) for field in dataclasses.fields(cls)}
        closed = [name for name in given if typing.get_origin(hints[name]) is typing.Literal]
        for fault in typing.get_args(hints[closed[0]]) if closed else (None,):
            problem = explain(cls(**{**given, **({closed[0]: fault} if closed else {})}))
            # The key of a model parameter stands there as it is written in the file.
            assert_from_the_catalogue(str(problem).replace("model.parameters.", ""))


def test_other_problems() -> None:
    causes = (
        OSError(errno.ENOSPC, "Ξ", "/Ξ"),
        OSError(errno.EADDRINUSE, "Ξ"),
        PermissionError(errno.EACCES, "Ξ", "/Ξ"),
        errors.SettingError("Ξ", "Ξ", "80", where="sign-in"),
        errors.TooLittleDataError("Ξ", "training", 0, 60),
        errors.TooLittleDataError("Ξ", "range", 1, 60),
        *(errors.NotAllowedError("Ξ", permission.value) for permission in Permission),
    )
    assert_from_the_catalogue(*(str(explain(cause)) for cause in causes))
    # The class of a bug is for whoever mends it.
    assert_from_the_catalogue(str(explain(ZeroDivisionError("Ξ"))), known=frozenset({"ZeroDivisionError"}))


def test_dates() -> None:
    for number in range(370):
        day = SATURDAY + timedelta(days=number)
        assert_from_the_catalogue(
            dates.weekday_name(day),
            dates.short_day(day),
            dates.day_with_year(day),
            dates.near_day(day, SATURDAY),
            dates.counted_weekdays(day, 1 + number % 2),
        )


def test_features_and_their_values(greek_cases) -> None:
    values = (None, 0.0, 1.0, 2.5, "", "0", "1", "Ξ")
    for use_case in greek_cases:
        for name in (*use_case.features, "ξ"):
            said = [feature_label(use_case, name)]
            for value in values:
                # "no" is a word of the use case here; see `greek_cases`.
                said.append(value_text(use_case, name, value))
                said.append(reason_phrase(use_case, Contribution(name, value, 1.0, 1.0)))
            assert_from_the_catalogue(*said, known=frozenset({"no"}))


def test_entities_and_reasons(greek_cases) -> None:
    use_case = greek_cases[0]
    said = [str(entity_title(use_case, ("Ξ", ""))), str(entity_title(use_case, ("", "Ψ")))]
    for code in ReasonCode:
        for name in (None, "temperature", "ξ"):
            reason = AttentionReason(code, name)
            said += [reason_chip(use_case, reason), reason_sentence(use_case, reason)]
    assert_from_the_catalogue(*said)


def test_summaries_of_a_day() -> None:
    for state in RunState:
        for rows in (0, 1, 12):
            for run_date in (SATURDAY, SATURDAY - timedelta(days=1)):
                run = Run("Ξ", "Ξ", run_date, SATURDAY, 7, "Ξ", state, None, rows, None, "Ξ", None, NOW, None)
                for needs_look, reviewed in ((0, 0), (1, 1), (5, 2), (0, 12)):
                    assert_from_the_catalogue(str(day_sentence(run, SATURDAY, needs_look, reviewed)))


def test_predictions_in_words_and_charts(examples) -> None:
    for use_case, prediction in examples:
        scale = scale_of(use_case.target, prediction)
        everything = frozenset({OTHERS, *map(group_name, use_case.groups)})
        steps = waterfall_steps(use_case, prediction, everything)
        drawn = (
            waterfall_figure(steps, LIGHT, (0.4, 0.6), scale),
            waterfall_figure(waterfall_steps(use_case, prediction), LIGHT, None, scale),
            past_days_figure(use_case, prediction, LIGHT),
        )
        assert_from_the_catalogue(
            str(prediction_sentence(use_case, prediction)),
            past_days_alt(use_case, prediction),
            *(f"{point.label} {point.text}" for point in past_days_table(use_case, prediction)),
            *(cell for row in (table_header(), *step_table(steps)) for cell in row),
            *(step.hover for step in steps),
            step_alt(steps),
            step_alt(steps[:1] + steps[-1:]),
            waterfall_reading(),
            *(words for figure in drawn for words in _written(json.loads(figure.to_json()))),
        )


def _written(spec: object, name: str = "") -> Iterator[str]:
    if isinstance(spec, dict):
        for key, value in spec.items():
            yield from _written(value, key)
    elif isinstance(spec, list):
        for value in spec:
            yield from _written(value, name)
    elif isinstance(spec, str) and name in ("text", "hovertext", "ticktext"):
        yield spoken(spec)


def test_ranges_odds_and_own_values(examples) -> None:
    for use_case, prediction in examples:
        scale = scale_of(use_case.target, prediction)
        said = [consequence(use_case, prediction, own) for own in (0, 45, 52, 90, prediction.queue.value)]
        assert_from_the_catalogue(*said, range_text(0.4, 0.6, scale), range_text(0.4, 0.4, scale), odds_text(0.8))


@pytest.mark.parametrize("answer", list(Answer))
@pytest.mark.parametrize("may_decide", [True, False])
def test_answers(greek_cases, answer: Answer, may_decide: bool) -> None:
    seen = Seen(52.0, None, None, None, None, 7, "2026-11-19", ())
    for value, label in ((None, None), (45.0, None), (None, "1")):
        new = NewReview("Ξ", "Ξ", "Ξ", 0, ("Ξ", "Ψ"), SATURDAY, 1, answer, seen, value, label)
        said = Review(1, new, "Ξ", may_decide, NOW)
        assert_from_the_catalogue(answer_text(said, 1, greek_cases[2]), answer_text(said, 2, greek_cases[2]))


def test_the_decided_list(greek_cases) -> None:
    rows = (
        Decision(("Ξ", "Ψ"), 0.6, "1", 0.4, "0", "Ω", "school_closed", "Ξ"),
        Decision(("Ξ", "Ψ"), 0.6, "1", 0.6, "1", None, None),
    )
    for use_case in greek_cases:
        table = as_csv(use_case, SATURDAY, rows).decode("utf-8-sig")
        assert_from_the_catalogue(table, spoken(as_html(use_case, SATURDAY, rows)), sheet_name(1), sheet_name(12))
