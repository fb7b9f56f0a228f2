"""No text of a prediction, a chart, an answer or a list escapes the catalogue."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from domain.decision import Decision
from domain.review import Answer, NewReview, Review, Seen
from presentation.charts.palette import LIGHT
from presentation.charts.past_days import past_days_alt, past_days_figure, past_days_table
from presentation.charts.step import OTHERS, group_name, step_alt, step_table, table_header
from presentation.charts.waterfall import waterfall_reading, waterfall_steps
from presentation.charts.waterfall_figure import waterfall_figure
from presentation.reports.decided_list import as_csv, as_html, sheet_name
from presentation.words.answers import answer_text, consequence
from presentation.words.quantities import odds_text, range_text, scale_of
from presentation.words.sentence import prediction_sentence
from tests.presentation.pseudo_locale import assert_from_the_catalogue, spoken

SATURDAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 20, tzinfo=UTC)


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
