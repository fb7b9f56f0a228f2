"""What the similar cases say together, in sentences: the count first, then what could not be looked at."""

import statistics
from collections.abc import Sequence

from domain.past_case import PastCase, SimilarCases
from domain.prediction import Prediction
from domain.use_case import UseCase
from presentation.words.case_differences import alike_in
from presentation.words.catalogue import plural, text
from presentation.words.dates import day_with_year
from presentation.words.features import class_text, in_sentence, plain_number
from presentation.words.quantities import Scale, digits, level_units, number, scale_for, with_unit

MOST_DAYS_NAMED = 3


def cases_scale(use_case: UseCase, opened: Prediction, cases: Sequence[PastCase]) -> Scale:
    """One scale for a prediction and its similar cases, so that their numbers can be compared."""
    values = [opened.queue.value, *(case.prediction.queue.value for case in cases)]
    if use_case.target.classes:
        return scale_for(use_case.target, *values)
    return scale_for(use_case.target, *values, *(case.actual.value for case in cases))


def distance_of(case: PastCase, scale: Scale) -> int:
    """Actual minus prediction of a case in last shown digits, from the two numbers as they are shown."""
    return level_units(case.actual.value, scale) - level_units(case.prediction.queue.value, scale)


def similar_lead(use_case: UseCase, opened: Prediction, cases: Sequence[PastCase]) -> tuple[str, str]:
    """What happened in the similar cases: the count as a sentence, and what can be added to it (may be empty).

    Args:
        use_case: of the opened prediction.
        opened: the prediction.
        cases: at least one.
    """
    if use_case.target.classes:
        return _of_classes(use_case, opened, cases)
    scale = cases_scale(use_case, opened, cases)
    distances = [distance_of(case, scale) for case in cases]
    below, above = [d for d in distances if d < 0], [d for d in distances if d > 0]
    same = len(distances) - len(below) - len(above)
    if same > max(len(below), len(above)):
        return _exactly(same, len(distances)), ""
    if len(below) == len(above):
        return text(
            "In {count} of these {all} the actual was below the prediction, in {count} above it.",
            count=len(below),
            all=len(distances),
        ), ""
    side = below if len(below) > len(above) else above
    lead = _below(len(side), len(distances)) if side is below else _above(len(side), len(distances))
    return lead, _typically([abs(d) for d in side], scale)


def _below(count: int, of: int) -> str:
    if of == 1:
        return text("In the one similar case the actual was below the prediction.")
    if count == of:
        return text("In all of these {all} the actual was below the prediction.", all=of)
    return text("In {count} of these {all} the actual was below the prediction.", count=count, all=of)


def _above(count: int, of: int) -> str:
    if of == 1:
        return text("In the one similar case the actual was above the prediction.")
    if count == of:
        return text("In all of these {all} the actual was above the prediction.", all=of)
    return text("In {count} of these {all} the actual was above the prediction.", count=count, all=of)


def _exactly(count: int, of: int) -> str:
    if of == 1:
        return text("In the one similar case the actual was what had been predicted.")
    if count == of:
        return text("In all of these {all} the actual was what had been predicted.", all=of)
    return text("In {count} of these {all} the actual was what had been predicted.", count=count, all=of)


def _typically(sizes: Sequence[int], scale: Scale) -> str:
    """The middle difference on the side where most were, rounded to a number that can be shown."""
    step = 10 ** (scale.decimals - scale.level_decimals)
    middle = round(statistics.median(sizes) / step)
    amount = with_unit(digits(middle, scale.level_decimals), scale)
    if len(sizes) == 1:
        return text("The difference was {amount}.", amount=amount)
    return text("Typically by {amount}.", amount=amount)


def _of_classes(use_case: UseCase, opened: Prediction, cases: Sequence[PastCase]) -> tuple[str, str]:
    label = opened.queue.label
    name = class_text(use_case, label)
    hits = sum(case.actual.label == label for case in cases)
    mean = statistics.fmean(case.prediction.queue.value for case in cases)
    percent = with_unit(number(mean, scale_for(use_case.target, mean)), scale_for(use_case.target, mean))
    rest = text("The model had given that {percent} on average.", percent=percent)
    if len(cases) == 1:
        one = text("The one similar case turned out as “{label}”.", label=class_text(use_case, cases[0].actual.label))
        return one, text("The model had given “{label}” {percent}.", label=name, percent=percent)
    if hits == len(cases):
        return text("All of these {all} turned out as “{label}”.", all=len(cases), label=name), rest
    if not hits:
        return text("None of these {all} turned out as “{label}”.", all=len(cases), label=name), rest
    return text("{count} of these {all} turned out as “{label}”.", count=hits, all=len(cases), label=name), rest


def alike_text(use_case: UseCase, opened: Prediction, cases: Sequence[PastCase]) -> str:
    """What all cases have in common with the prediction; empty where that is nothing, or where there is one case."""
    names = alike_in(use_case, opened, tuple(case.prediction for case in cases)) if len(cases) > 1 else ()
    if not names:
        return ""
    return text("All alike in {names}.", names=", ".join(in_sentence(name) for name in names))


def far_note(opened: Prediction, cases: Sequence[PastCase]) -> str:
    """Said where the nearest are not near: most were predicted further away than half of the range is wide."""
    low, high = opened.queue.low, opened.queue.high
    if low is None or high is None:
        return ""
    far = sum(abs(case.prediction.queue.value - opened.queue.value) > (high - low) / 2 for case in cases)
    if 2 * far <= len(cases):
        return ""
    return text("Nothing earlier was much like this prediction; these are the nearest.")


def search_notes(similar: SimilarCases) -> tuple[str, ...]:
    """What the reader must know of the search: few cases, days that were left out and why."""
    notes = []
    if 0 < len(similar.cases) < similar.wanted:
        notes.append(
            plural(
                "There is only {count} earlier prediction whose actual is known.",
                "There are only {count} earlier predictions near enough whose actual is known.",
                len(similar.cases),
            )
        )
    if similar.beyond:
        notes.append(
            text(
                "Looked at were the latest {compared} of {all} earlier predictions.",
                compared=plain_number(similar.compared),
                all=plain_number(similar.compared + similar.beyond),
            )
        )
    if similar.other_scale:
        notes.append(
            plural(
                "{count} earlier day is left out: it was predicted from other features and cannot be compared.",
                "{count} earlier days are left out: they were predicted from other features and cannot be compared.",
                similar.other_scale,
            )
        )
    if similar.unreadable:
        notes.append(_unreadable(similar))
    return tuple(notes)


def _unreadable(similar: SimilarCases) -> str:
    days = ", ".join(day_with_year(day) for day in similar.unreadable[:MOST_DAYS_NAMED])
    more = len(similar.unreadable) - MOST_DAYS_NAMED
    if more > 0:
        days = text("{days} and {count} more", days=days, count=more)
    return plural(
        "{days} is left out: the prediction files of this day are missing or damaged.",
        "{days} are left out: the prediction files of these days are missing or damaged.",
        len(similar.unreadable),
        days=days,
    )
