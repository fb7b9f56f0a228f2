"""Interventional values: against 100 and 1,000 background rows, and shap against the same 100."""

import statistics

from benchmarks.report import Line, spread
from benchmarks.tree_shap_turns import Case, Works, alternated, compared, ratio

TURNS = 3
BACKGROUND_ROWS = 100
"""shap silently takes 100 of more rows."""
LARGE_BACKGROUND_ROWS = 1_000
EXPLAINED = {300: 100_000, 1000: 50_000}
"""By number of trees. A call includes the tables for the background, which more rows share."""
SHAP_ROWS = 10
FASTER_THAN_SHAP = 200
"""The goal, as agreed for the engine."""


def lines(case: Case) -> list[Line]:
    """What values against a background cost."""
    many = case.matrix[: EXPLAINED[case.size.trees]]
    background, large = case.matrix[-BACKGROUND_ROWS:], case.matrix[-LARGE_BACKGROUND_ROWS:]
    works: Works = {"whole call": (len(many), lambda: case.engine.values(many, background=background))}
    if not case.size.categories:
        import shap

        few = many[:SHAP_ROWS]
        explainer = shap.TreeExplainer(case.booster, background, feature_perturbation="interventional")
        works["shap"] = (len(few), lambda: explainer.shap_values(few, check_additivity=False))
    found = alternated(TURNS, works)
    whole = f"one call for {len(many):,} rows against {BACKGROUND_ROWS}, everything included, per row"
    measured = [Line(whole, spread(found["whole call"], "µs")), *_again_and_again(case)]
    once = alternated(1, {"large": (len(many), lambda: case.engine.values(many, background=large))})
    measured.append(Line(f"the same against {LARGE_BACKGROUND_ROWS:,}", f"{once['large'][0]:.1f} µs (one run)"))
    if "shap" not in found:
        return [*measured, Line("shap against the same rows", "refuses categorical splits")]
    measured.append(Line(f"shap against the same {BACKGROUND_ROWS} rows", spread(found["shap"], "µs")))
    times = ratio(found["shap"], found["whole call"])
    return [*measured, compared("shap / one call of this engine, everything included", times, FASTER_THAN_SHAP)]


def _again_and_again(case: Case) -> list[Line]:
    background, one = case.matrix[-BACKGROUND_ROWS:], case.matrix[:1]
    made = alternated(TURNS, {"made": (1, lambda: case.engine.against(background))})["made"]
    against = case.engine.against(background)
    asked = alternated(10, {"asked": (1, lambda: against.values(one))})["asked"]
    return [
        Line(f"against({BACKGROUND_ROWS} rows), to be asked again", f"{statistics.median(made) / 1e6:.2f} s"),
        Line("one row from it", spread(asked, "µs")),
    ]
