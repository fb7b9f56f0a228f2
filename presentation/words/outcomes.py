"""Who was right, in words: the verdict, the numbers beside it, and where people know better."""

import math

from domain.outcome import DayErrors, ErrorSum, Period
from domain.use_case import UseCase
from domain.use_case.definition import Target
from domain.value_added import REASON, SIZE, GroupValue, KnownBetter, Outcomes
from presentation.words.catalogue import plural, text
from presentation.words.dates import day_text, day_with_year
from presentation.words.outcome_groups import group_label, is_reason
from presentation.words.quantities import NOTHING, Scale, digits, with_unit

MOST_DECIMALS = 3
"""Of value added; two digits that count are as many as a few hundred cases can bear."""


def share_text(share: float | None) -> str:
    """An error as a share of what happened: "11.2 %"."""
    return NOTHING if share is None else text("{number} %", number=_tenths(100 * share))


def _tenths(value: float) -> str:
    return digits(round(10 * value), 1)


def fine_scale(target: Target, *values: float) -> Scale:
    """The scale of mean errors and of value added: two digits that count, in the unit of the target."""
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    if target.classes:
        return Scale(0, "%", "%", percent=True)
    decimals = min(max(1 - math.floor(math.log10(largest)), 0), MOST_DECIMALS) if largest > 0 else 0
    return Scale(decimals, target.unit, target.unit if target.unit_one is None else target.unit_one)


def mean_text(target: Target, errors: ErrorSum) -> str:
    """The mean error of a prediction with its unit: "7.4 loaves"; for classes there is only the share."""
    if errors.mean is None or target.classes:
        return ""
    scale = fine_scale(target, errors.mean)
    return with_unit(digits(round(errors.mean * 10**scale.decimals), scale.decimals), scale)


def off_text(target: Target, errors: ErrorSum) -> str:
    """How far off: the share of what happened, or the mean error where nothing happened that could be shared."""
    return share_text(errors.share) if errors.share is not None else mean_text(target, errors) or NOTHING


def period_text(period: Period) -> str:
    """The days that are looked at: "Thu 22 Oct to Fri 20 Nov"."""
    first = day_text(period.first) if period.first.year == period.last.year else day_with_year(period.first)
    return text("{first} to {last}", first=first, last=day_with_year(period.last))


def verdict(outcomes: Outcomes) -> str:
    """The answer in a few sentences; what matters stands between asterisks."""
    total = outcomes.total
    if total is None or not total.model.count:
        return text("Of these days nothing is known yet that predictions could be compared with.")
    sentences = [*_errors(outcomes.use_case, total), *_helping(outcomes)]
    return " ".join(sentences)


def _errors(use_case: UseCase, total: DayErrors) -> list[str]:
    target = use_case.target
    model = off_text(target, total.model)
    found = [
        text("The model was wrong in *{share}*.", share=model)
        if target.classes
        else text("The model was off by *{share}*.", share=model)
    ]
    if total.decided != total.model:
        found.append(text("With people's changes: *{share}*.", share=off_text(target, total.decided)))
    if total.simple.count:
        found.append(text("The simple rule: {share}.", share=off_text(target, total.simple)))
    return found


def _helping(outcomes: Outcomes) -> list[str]:
    """Which changes help and which do harm, or that there are not enough to tell."""
    changes = outcomes.changes
    if not changes.cases:
        return [text("Nobody changed a value.")]
    if not changes.is_enough:
        return [
            plural(
                "One change by people: not enough cases yet.",
                "{count} changes by people: not enough cases yet.",
                changes.cases,
            )
        ]
    groups = [(dimension, group) for dimension in (REASON, SIZE) for group in outcomes.groups.get(dimension, ())]
    clear = [(dimension, group) for dimension, group in groups if group.units is not None and group.units.is_clear]
    told = []
    if clear:
        best, worst = max(clear, key=_gain), min(clear, key=_gain)
        if _gain(best) > 0:
            told.append(_helps(outcomes.use_case, *best))
        if _gain(worst) < 0:
            told.append(_harms(outcomes.use_case, *worst))
    return told or [_closer(changes)]


def _gain(item: tuple[str, GroupValue]) -> float:
    units = item[1].units
    return units.mean if units is not None else 0.0


def _helps(use_case: UseCase, dimension: str, group: GroupValue) -> str:
    label = group_label(use_case, dimension, group.name)
    if is_reason(dimension, group.name):
        return text("Changes for *{reason}* help.", reason=label)
    return text("Changes of this kind help: *{group}*.", group=label)


def _harms(use_case: UseCase, dimension: str, group: GroupValue) -> str:
    label = group_label(use_case, dimension, group.name)
    if is_reason(dimension, group.name):
        return text("Changes for *{reason}* do not.", reason=label)
    return text("Changes of this kind do not help: *{group}*.", group=label)


def _closer(changes: GroupValue) -> str:
    counted = {"better": f"{changes.better:,}", "cases": f"{changes.cases:,}"}
    return text("People's changes came closer in {better} of {cases} cases.", **counted)


def money(amount: float, unit: str) -> str:
    """An amount of money; cents only below a hundred."""
    decimals = 2 if abs(amount) < 100 else 0
    written = digits(round(amount * 10**decimals), decimals)
    return f"{written} {unit}" if unit else written


def not_enough() -> str:
    """What stands where a number would be, as long as there are too few cases."""
    return text("not enough cases yet")


def better_sentence(use_case: UseCase, found: KnownBetter) -> str:
    """A group in which people systematically know better."""
    label = group_label(use_case, found.dimension, found.name)
    counted = {"better": f"{found.better:,}", "cases": f"{found.cases:,}"}
    if found.dimension == REASON:
        return text(
            "Changes for *{reason}* came closer than the model in {better} of {cases} cases: is a feature missing?",
            reason=label,
            **counted,
        )
    return text(
        "*{group}*: people's changes came closer than the model in {better} of {cases} cases. What do they know?",
        group=label,
        **counted,
    )
