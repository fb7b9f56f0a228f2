"""No sentence of an assessment, and of what was put right by rule, escapes the catalogue."""

from datetime import date

import pytest

from domain.assessment import Assessment, Fitness, Point, PointCode, Skill
from domain.finding import Finding, Severity
from domain.use_case.missing import Missing
from domain.value_added import Interval
from presentation.reports.assessment import assessment_page
from presentation.words.assessment import RULES, SENTENCES
from presentation.words.findings import finding_sentence
from presentation.words.fix_words import FILLED, FIXES, filled_words
from tests.presentation.pseudo_locale import assert_from_the_catalogue

VALUES = {
    "days": 20, "needed": 60, "rows": 5, "span": 200, "small": 3, "of": 9, "name": "Ξ", "lost": 2, "share": 0.25, "most": 0.97,
    "times": 10.0, "count": 4, "value": 74_215.0, "second": 12.0, "entity": '["Ξ","Ψ"]', "feature": "Ξ", "features": ["Ξ", "Ψ"],
    "explained": 0.999, "change": -0.61, "ratio": 0.94, "low": 0.9, "high": 1.02, "naive": "median_of_the_entity",
    "class": "Ξ", "cases": 4,
}  # fmt: skip


@pytest.mark.parametrize("naive", RULES)
def test_assessments(naive: str, greek_cases) -> None:
    use_case = greek_cases[0]
    points = tuple(
        Point(code, fitness, kind, {**VALUES, "naive": naive})
        for (code, kind), fitness in zip(SENTENCES, [*Fitness] * len(SENTENCES), strict=False)
    )
    skill = Skill(1.5, 1.75, naive, Interval(0.9, 0.8, 1.0), 10, 5, ((date(2026, 11, 21), 1.5, 1.75),))
    for shown in (points, points[:1], points[1:2]):
        found = Assessment("shop", 1_000, 50, 9, date(2026, 1, 1), date(2026, 11, 21), shown, skill, 2_000)
        page = assessment_page(use_case, found)
        told = [word for item in (*page.points, *page.work) for word in (item.name, item.state, item.told)]
        assert_from_the_catalogue(
            "".join(page.verdict),
            page.data,
            page.closing,
            *page.headings.values(),
            *page.point_heads,
            *page.fold_heads,
            *told,
        )
    assert {point.code for point in points} == set(PointCode)


@pytest.mark.parametrize("code", FIXES)
def test_what_was_put_right(code: str, greek_cases) -> None:
    detail = {"reason": "Ξ", "matched": 9, "codes": 4, "series": 3, "of": 8, "days": 10, "share": 0.25}
    for count in (1, 5):
        found = Finding(code, Severity.INFO, "Ψ", "Ξ", count, "changed", detail, ({"before": "Ξ", "after": "Ψ"},))
        assert_from_the_catalogue(finding_sentence(found, greek_cases[0]))


@pytest.mark.parametrize("rule", FILLED)
def test_what_stands_in_for_a_missing_value(rule: str, greek_cases) -> None:
    more = {"constant": {"value": "Ξ"}, "from": {"feature": "Ξ"}}.get(rule, {})
    assert_from_the_catalogue(filled_words(greek_cases[0], Missing(rule=rule, **more)))
