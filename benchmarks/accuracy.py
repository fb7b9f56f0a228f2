"""How good the shipped use cases are on real data, replayed as it would have happened."""

from pathlib import Path

from benchmarks.processes import vouch_json
from benchmarks.report import Line, Section

DAYS = "180"

STUTTGART_WAPE = 0.285
"""The goal on Stuttgart; the mean of four same weekdays reaches 0.293, the same weekday last week 0.353."""

COVERAGE = (0.75, 0.85)
"""What an 80 % range should hold over all rows."""


def measure(folder: Path) -> Section:
    """Backtests of the last 180 days."""
    lines: list[Line] = []
    for use_case in ("stuttgart", "bike_sharing"):
        result = vouch_json(folder / "home", "backtest", use_case, "--days", DAYS)
        wape, coverage = _number(result["wape"]), _number(result["coverage"])
        goal = use_case == "stuttgart"
        lines.append(
            Line(
                f"{use_case}: WAPE of the model",
                f"{wape:.4f}",
                f"at most {STUTTGART_WAPE}" if goal else "",
                wape <= STUTTGART_WAPE if goal else None,
            )
        )
        baselines = result["baselines"]
        assert isinstance(baselines, dict)
        lines += [
            Line(f'{use_case}: WAPE of "{name.replace("_", " ")}"', f"{naive['wape']:.4f}")
            for name, naive in baselines.items()
        ]
        lines.append(
            Line(
                f"{use_case}: share of actuals in the 80 % range",
                f"{coverage:.4f}",
                "0.75 to 0.85",
                COVERAGE[0] <= coverage <= COVERAGE[1],
            )
        )
        entities = result["by_entity"]
        assert isinstance(entities, list)
        shares = sorted(entity["coverage"] for entity in entities)
        lines.append(Line(f"{use_case}: the same per entity", f"{shares[0]:.3f} to {shares[-1]:.3f}"))
    return Section(
        "accuracy",
        "Accuracy on real data",
        f"`vouch backtest USE_CASE --days {DAYS}`: trained anew every 28 days, weather as late as it is, closed days left out, coverage on unrounded bounds.",
        tuple(lines),
    )


def _number(value: object) -> float:
    assert isinstance(value, float)
    return value
