"""What drives the model, in words: names of drivers, the sentence on top, and how much of everything is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.driver import Driver, Importance
from domain.links import Link
from domain.points import Split
from domain.use_case import UseCase
from presentation.words.catalogue import plural, text
from presentation.words.entities import key_label
from presentation.words.features import feature_label, in_sentence, plain_number, value_text
from presentation.words.quantities import Scale, digits, scale_for
from presentation.words.shares import share_text, whole_shares

NAMED = 3
"""Drivers in the sentence on top; the rest stands in the chart."""


@dataclass(frozen=True)
class DriverSentence:
    """The sentence on top, and the name in it that is the answer; empty where nothing moves the predictions."""

    words: str
    answer: str


def driver_label(use_case: UseCase, driver: Driver) -> str:
    """The name of a feature or a group in business words."""
    if driver.kind == "group":
        return use_case.groups.get(driver.name, driver.name)
    return feature_label(use_case, driver.name)


def driver_sentence(use_case: UseCase, drivers: Sequence[Driver], importance: Importance) -> DriverSentence:
    """What moves predictions most, with its share; then what comes second and third."""
    labels = {driver.code: driver_label(use_case, driver) for driver in drivers}
    shares = shares_of(importance)
    named = [code for code in importance.ranked() if importance.totals[code] > 0][:NAMED]
    if not named:
        return DriverSentence(text("Nothing moves the predictions from their start point."), "")
    first, *after = (labels[code] for code in named)
    names: dict[str, object] = {"first": first, "share": share_text(shares[named[0]])}
    if after:
        names |= dict(zip(("second", "third"), map(in_sentence, after), strict=False))
    if not after:
        words = text("{first} alone moves the predictions from their start point.", first=first)
    elif len(after) > 1:
        words = text(
            "{first} makes up {share} of what moves the predictions; {second} comes second, {third} third.", **names
        )
    else:
        words = text("{first} makes up {share} of what moves the predictions; {second} makes up the rest.", **names)
    return DriverSentence(words, first)


def shares_of(importance: Importance) -> dict[str, int]:
    """Whole percentages by code of the driver, as they are shown; they add up to 100."""
    codes = importance.ranked()
    return dict(zip(codes, whole_shares([importance.totals[code] for code in codes]), strict=True))


def measure_note(use_case: UseCase) -> str:
    """In what the importance is measured, where that is not the unit of the target."""
    if use_case.link in (Link.LOG, Link.LOGIT):
        return text(
            "Shares are measured on the scale on which the model adds up; single effects are rescaled to the unit shown."
        )
    return ""


def start_note(use_case: UseCase) -> str:
    """What predictions start from, where that is a feature: the shares are of what comes on top of it."""
    offset = use_case.model.offset
    if offset is None:
        return ""
    return text(
        "Every prediction starts from “{feature}”; the shares are of what moves it from there.",
        feature=feature_label(use_case, offset),
    )


def effect_scale(use_case: UseCase, sizes: Sequence[float]) -> Scale:
    """How effects are written together: three digits of the largest; for classes in percentage points."""
    largest = max((abs(size) for size in sizes), default=0.0)
    if use_case.target.classes:
        return Scale(1, "%", "%", percent=True)
    scale = scale_for(use_case.target, largest)
    return Scale(scale.decimals, scale.unit, scale.unit_one)


def effect_unit(use_case: UseCase) -> str:
    """The unit of effects, for an axis."""
    return text("points") if use_case.target.classes else use_case.target.unit


def mean_text(use_case: UseCase, mean: float, scale: Scale) -> str:
    """A mean |effect| with its unit; on the model's own scale without one."""
    if use_case.link in (Link.LOG, Link.LOGIT):
        return plain_number(mean)
    number = digits(round(mean * 10 ** (scale.decimals + (2 if scale.percent else 0))), scale.decimals)
    unit = effect_unit(use_case)
    return f"{number} {unit}" if unit else number


def sample_text(shown: int, total: int) -> str:
    """How much of everything is drawn: "5,000 of 1,000,000 predictions"."""
    if shown == total:
        return plural("all {count} predictions", "all {count} predictions", total, count=f"{total:,}")
    return text("{shown} of {total} predictions", shown=f"{shown:,}", total=f"{total:,}")


def split_words(use_case: UseCase, split: Split, label: str | None = None) -> tuple[str, str]:
    """The two answers of a split: "Weekday: Saturday" and "all others"; with another label of the feature, if given."""
    label = label or feature_label(use_case, split.feature)
    if split.kind == "missing" or split.value is None:
        return text("{feature} missing", feature=label), text("{feature} known", feature=label)
    value = value_text(use_case, split.feature, split.value)
    if split.kind == "is":
        return text("{feature}: {value}", feature=label, value=value), text("all others")
    return text("{feature} above {value}", feature=label, value=value), text("not above")


def split_sentence(use_case: UseCase, split: Split | None) -> str:
    """What else the effect depends on."""
    if split is None:
        return text("No other feature changes this effect enough to be seen here.")
    return text(
        "Beside its own value, the effect depends most on “{question}”: {share} of what varies at the same value goes with it.",
        question=split_words(use_case, split)[0],
        share=share_text(round(100 * split.explained)),
    )


def segment_label(use_case: UseCase, name: str) -> str:
    """The name of a key or feature that predictions are divided by."""
    return key_label(use_case, name) if name in use_case.keys else feature_label(use_case, name)


def doubts_by_driver(drivers: Sequence[Driver], counts: Mapping[str, int]) -> dict[str, int]:
    """How often each driver was doubted; a group as often as its features together."""
    return {driver.code: sum(counts.get(name, 0) for name in driver.features) for driver in drivers}
