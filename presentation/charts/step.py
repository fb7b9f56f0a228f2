"""A row of a waterfall, and the same rows as a table and in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from presentation.words.catalogue import text
from presentation.words.quantities import Scale, with_unit

Kind = Literal["base", "effect", "other", "rule", "total", "head"]

OTHERS = "others"
"""What the row of other reasons opens under; no group can have this name, because groups are named apart (`group:x`)."""

INDENT = "\u2003"


@dataclass(frozen=True)
class Step:
    """One row.

    Attributes:
        kind: "head" stands above the rows of what was opened and moves nothing itself.
        note: the value used, or what the row is made of.
        amount: the number that is shown, in units of the target (percentage points for classes); for base and total
            a level, else a change.
        features: the features it stands for.
        text: the amount as it is written.
        opens: what a click on the row opens or closes (`group:<name>` or `OTHERS`); None: the row is as detailed as
            it gets.
        level: 1 for a row inside something opened.
        hover: the row as a sentence.
    """

    kind: Kind
    label: str
    note: str
    amount: float
    features: tuple[str, ...]
    text: str
    opens: str | None = None
    level: int = 0
    hover: str = ""

    @property
    def is_bar(self) -> bool:
        """Whether the row moves the level."""
        return self.kind not in ("base", "total", "head")


def group_name(group: str) -> str:
    """What a group opens under."""
    return f"group:{group}"


def table_header() -> tuple[str, str, str]:
    """The heads of `step_table`."""
    return text("Reason"), text("Value"), text("Effect")


def step_table(steps: Sequence[Step]) -> tuple[tuple[str, str, str], ...]:
    """The rows as text, under `table_header`."""
    return tuple((INDENT * step.level + step.label, step.note, step.text) for step in steps)


def step_alt(steps: Sequence[Step]) -> str:
    """The chart in words, for who cannot see it."""
    middle = ", ".join(f"{step.label} {step.text}" for step in steps if step.is_bar)
    if not middle:
        return text("Waterfall: start {start}, prediction {end}.", start=steps[0].text, end=steps[-1].text)
    return text(
        "Waterfall: start {start}, {reasons}, prediction {end}.",
        start=steps[0].text,
        reasons=middle,
        end=steps[-1].text,
    )


def levels_of(steps: Sequence[Step]) -> tuple[tuple[float, float], ...]:
    """Where each row starts and ends on the axis of the target, as shown; a head stands where it is."""
    level, found = 0.0, []
    for step in steps:
        before = level
        if step.kind in ("base", "total"):
            level = step.amount
        elif step.is_bar:
            level += step.amount
        found.append((before, level))
    return tuple(found)


def change_text(written: str, scale: Scale) -> str:
    """An effect with its unit: "9 loaves"; a change of a percentage is counted in points."""
    return text("{number} points", number=written) if scale.percent else with_unit(written, scale)
