"""The assessment on a screen says what the page to take along says."""

from streamlit.testing.v1 import AppTest


def _script() -> None:
    from datetime import date

    from domain.assessment import Assessment, Fitness, Point, PointCode
    from domain.use_case import UseCase
    from ui.assessment import draw_assessment

    use_case = UseCase.model_validate(
        {
            "name": "shop",
            "title": "Shop",
            "target": {"source": "sales", "column": "sold", "label": "Sold"},
            "sources": {"sales": {"path": "sales.csv", "date": "date"}},
            "batch": {"seen_within_days": 14},
            "features": {"rain": {"label": "Rain <b>", "column": {"source": "sales", "name": "rain", "lag_days": 1}}},
        }
    )
    point = Point(PointCode.GAPS, Fitness.WORK, "many", {"feature": "rain", "share": 0.25}, "features:\n  rain: {}\n")
    draw_assessment(use_case, Assessment("shop", 9, 5, 2, date(2026, 1, 1), date(2026, 1, 5), (point,)))


def test_the_verdict_the_work_and_its_lines_are_drawn() -> None:
    drawn = AppTest.from_function(_script).run(timeout=20)
    assert not drawn.exception
    told = " ".join(element.value for element in drawn.markdown)
    assert "Ready with work" in told
    assert "Rain &lt;b&gt;" in told
    assert "25 %" in told
    assert [block.value for block in drawn.code] == ["features:\n  rain: {}"]
    assert "What is to be done" in told
