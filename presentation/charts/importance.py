"""The numbers of the importance bars: the share of every feature or group, the small ones in one row that opens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.driver import Driver, Importance
from domain.use_case import UseCase
from presentation.words.catalogue import plural, text
from presentation.words.insights import doubts_by_driver, driver_label, effect_scale, mean_text, shares_of
from presentation.words.shares import share_text

MOST_BARS = 9
"""Single bars beside the row of the others: ten rows of 42 px fit into a window 900 px high (LOOK)."""

OTHERS = "others"
"""The code of the row that opens."""


@dataclass(frozen=True)
class Bar:
    """One row.

    Attributes:
        code: of the driver; `OTHERS` for the row that stands for the rest.
        note: the group of a feature, or how many features a group has.
        share: whole percent; all rows add up to 100.
        mean: the mean |effect| as text; empty for the others.
        doubts: how often reviewers doubted it.
    """

    code: str
    label: str
    note: str
    share: int
    mean: str
    doubts: int


def importance_table(
    use_case: UseCase, drivers: Sequence[Driver], importance: Importance, doubts: Mapping[str, int], *, opened: bool
) -> tuple[Bar, ...]:
    """The rows, the most important first.

    Args:
        use_case: for labels.
        drivers: features or groups.
        importance: of these drivers.
        doubts: how often each feature was doubted.
        opened: whether each driver has a row of its own, however small.
    """
    shares, doubted = shares_of(importance), doubts_by_driver(drivers, doubts)
    by_code = {driver.code: driver for driver in drivers}
    scale = effect_scale(use_case, [importance.mean(code) for code in by_code])
    ranked = importance.ranked()
    single = ranked if opened or len(ranked) <= MOST_BARS + 1 else ranked[:MOST_BARS]
    bars = [
        Bar(
            code,
            driver_label(use_case, by_code[code]),
            _note(use_case, by_code[code]),
            shares[code],
            mean_text(use_case, importance.mean(code), scale),
            doubted[code],
        )
        for code in single
    ]
    rest = ranked[len(single) :]
    if rest:
        label = plural("{count} other", "{count} others", len(rest))
        share, doubts_of_rest = sum(shares[code] for code in rest), sum(doubted[code] for code in rest)
        bars.append(Bar(OTHERS, label, "", share, "", doubts_of_rest))
    return tuple(bars)


def _note(use_case: UseCase, driver: Driver) -> str:
    if driver.kind == "group":
        return plural("{count} feature", "{count} features", len(driver.features))
    group = use_case.features[driver.name].group
    return use_case.groups.get(group, "") if group is not None else ""


def importance_head() -> tuple[str, ...]:
    """The header of `importance_rows`."""
    return text("Feature"), text("Group"), text("Share"), text("Mean effect"), text("Doubts")


def importance_rows(bars: Sequence[Bar]) -> tuple[tuple[str, ...], ...]:
    """The rows as text; shares and what follows are numbers."""
    return tuple(
        (bar.label, bar.note if bar.code != OTHERS else "", share_text(bar.share), bar.mean, str(bar.doubts))
        for bar in bars
    )


def importance_alt(bars: Sequence[Bar]) -> str:
    """The chart in words."""
    listed = ", ".join(f"{bar.label} {share_text(bar.share)}" for bar in bars)
    return text("Share of each in what moves the predictions: {listed}.", listed=listed)


def importance_reading(*, grouped: bool) -> str:
    """How to read it."""
    if grouped:
        return text(
            "Each bar is a group's part of all effects on the predictions of this period, and the bars add up to 100 %. "
            "In every prediction the effects of a group's features are added up before their size is taken, so features that pull in opposite directions cancel, and a group may count less than its features one by one."
        )
    return text(
        "Each bar is a feature's part of all effects on the predictions of this period: the mean size of its effect, up or down, and the bars add up to 100 %. "
        "It says what the model uses, not what causes the target; “doubts” counts how often reviewers did not believe it."
    )
