"""The parts that finding sentences share: how many rows, which column, and what was done with them."""

from collections.abc import Sequence
from datetime import date

from domain.finding import Action, Finding
from domain.use_case import UseCase
from presentation.words.catalogue import marked, text
from presentation.words.dates import day_text
from presentation.words.features import feature_label, plain_number

UNKNOWN = marked("unknown")
MOST_NAMES = 5
"""More names than this make a list, not a sentence."""

MOST_COLUMNS = 20
"""How many columns of a table are named where one is missing: enough to see the one that was meant."""

_DONE: dict[Action, str] = {
    "changed": marked("Changed."),
    "dropped": marked("Left out."),
    "imputed": marked("Taken as missing."),
    "left out": marked("Left out."),
}


def done(finding: Finding) -> str:
    """What was done with the rows, as a sentence of its own; empty where nothing was."""
    return text(_DONE[finding.action]) if finding.action in _DONE else ""


def column(finding: Finding, use_case: UseCase | None) -> str:
    """The column in quotes; a feature goes by its label where the use case is at hand."""
    if finding.column is None:
        return text("a column")
    known = use_case is not None and finding.column in use_case.features and finding.source in ("features", "batch")
    name = feature_label(use_case, finding.column) if known and use_case is not None else finding.column
    return _quoted(name)


def _quoted(name: object) -> str:
    return text("“{name}”", name=name)


def place(finding: Finding) -> str:
    """Where the rows are from: "in sales", "in the batch"."""
    if finding.source == "batch":
        return text("in the batch")
    if finding.source == "features":
        return text("in the features")
    return text("in {source}", source=finding.source)


def detail(finding: Finding, key: str) -> str:
    """A value of the detail as text; one that was not recorded is called unknown."""
    return scalar(finding.detail.get(key))


def scalar(value: object) -> str:
    """A JSON value as people write it: a day as "Sat 21 Nov", a number without needless digits."""
    if value is None:
        return text(UNKNOWN)
    if isinstance(value, bool):
        return text("yes") if value else text("no")
    if isinstance(value, int | float):
        return plain_number(value)
    if isinstance(value, list | tuple):
        return listed(value)
    try:
        return day_text(date.fromisoformat(str(value)))
    except ValueError:
        return str(value)


def listed(values: Sequence[object], most: int = MOST_NAMES) -> str:
    """`a, b and 3 more`."""
    names = [scalar(value) for value in values[:most]]
    if len(values) > most:
        return text("{names} and {count} more", names=", ".join(names), count=len(values) - most)
    if not names:
        return text("none")
    return names[0] if len(names) == 1 else text("{names} and {last}", names=", ".join(names[:-1]), last=names[-1])


def percent(value: object) -> str:
    """A share as a percentage that is never rounded down to 0 or up to 100: "3 %", "less than 1 %"."""
    if not isinstance(value, int | float):
        return text(UNKNOWN)
    points = value * 100
    if 0 < points < 1:
        return text("less than 1 %")
    if 99 < points < 100:
        return text("more than 99 %")
    return f"{points:.0f} %"


def share(finding: Finding) -> str:
    """The share of rows concerned in brackets, where it was recorded."""
    value = finding.detail.get("share")
    return "" if value is None else f" ({percent(value)})"


def quoted(values: object) -> str:
    """Values found, each in quotes: “closed?”, “n.v.” and 3 more."""
    if not isinstance(values, list | tuple):
        return _quoted(scalar(values))
    return listed([_quoted(scalar(value)) for value in values])


def example(finding: Finding) -> str:
    """The first example in brackets, before and after: (“rye-bread” to “Rye bread”, for example)."""
    first = finding.examples[0] if finding.examples else {}
    before, after = first.get("before"), first.get("after")
    if before is None:
        return ""
    if after is None:
        return " " + text("(“{before}”, for example)", before=before)
    return " " + text("(“{before}” to “{after}”, for example)", before=before, after=after)


def limits(finding: Finding) -> str:
    """The limits that were passed, where they were recorded: below 0, outside 0 to 40."""
    low, high = finding.detail.get("min"), finding.detail.get("max")
    if low is None and high is None:
        return ""
    if high is None:
        return text("below {limit}", limit=scalar(low))
    if low is None:
        return text("above {limit}", limit=scalar(high))
    return text("outside {low} to {high}", low=scalar(low), high=scalar(high))


def bracketed(words: str) -> str:
    """An addition to what stands before it; nothing where there is nothing to add."""
    return f" ({words})" if words else ""
