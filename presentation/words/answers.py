"""What people answered, and what an answer that is being written would mean."""

from decimal import Decimal

from domain.prediction import Prediction
from domain.review import Answer, Review
from domain.use_case import UseCase
from presentation.words.catalogue import marked, text
from presentation.words.features import class_text
from presentation.words.quantities import Scale, exact_number, range_text, scale_of, shown

_AGREED = marked("you agreed"), marked("{person} agreed")
_ACCEPTED = marked("you accepted in bulk"), marked("{person} accepted in bulk")
_CANNOT_TELL = marked("you cannot tell"), marked("{person} cannot tell")
_DECIDED = marked("you decided {value}"), marked("{person} decided {value}")
_WOULD_DECIDE = marked("you would decide {value}"), marked("{person} would decide {value}")
_DECIDED_DIFFERENTLY = marked("you decided differently"), marked("{person} decided differently")
_WOULD_DECIDE_DIFFERENTLY = marked("you would decide differently"), marked("{person} would decide differently")
"""What is said to the author, and what is said of somebody else."""


def answer_text(review: Review, viewer_id: int, use_case: UseCase) -> str:
    """An answer for a chip: "you agreed", "Ben decided 40", "Ana cannot tell".

    Somebody whose answer does not count for ordering *would decide*; nobody is said to have decided who did not.
    """
    own = _own(review, use_case)
    if review.new.answer is Answer.AGREE:
        words = _AGREED if review.bulk_id is None else _ACCEPTED
    elif review.new.answer is Answer.CANNOT_TELL:
        words = _CANNOT_TELL
    elif own is None:
        words = _DECIDED_DIFFERENTLY if review.may_decide else _WOULD_DECIDE_DIFFERENTLY
    else:
        words = _DECIDED if review.may_decide else _WOULD_DECIDE
    to_author, of_another = words
    said = text(to_author if review.new.person_id == viewer_id else of_another, person=review.person, value=own)
    changed_in_bulk = review.bulk_id is not None and review.new.answer is Answer.DIFFERENT
    return text("{answer}, in bulk", answer=said) if changed_in_bulk else said


def author_text(person: str, *, in_bulk: bool) -> str:
    """The author of an answer: "Ana", or "Ana (in bulk)" where the answer was given from the list, on many at once."""
    return text("{person} (in bulk)", person=person) if in_bulk else person


def _own(review: Review, use_case: UseCase) -> str | None:
    """The own value or class; None where somebody only said that it would be another one."""
    if review.new.own_label is not None:
        return class_text(use_case, review.new.own_label)
    return None if review.new.own_value is None else exact_number(review.new.own_value)


def consequence(use_case: UseCase, prediction: Prediction, own_value: float) -> str:
    """What an own value means beside the prediction: "45 is 7 below the prediction, inside its range".

    For classes the own value is in percent. Compared are the numbers as they are shown, so that nobody finds "45" outside of "between 45 and 61".
    """
    scale = scale_of(use_case.target, prediction)
    own = exact_number(own_value)
    difference = Decimal(repr(float(own_value))) - Decimal(repr(shown(prediction.queue.value, scale)))
    distance = exact_number(abs(float(difference)))
    if difference > 0:
        compared = text("{value} is {distance} above the prediction", value=own, distance=distance)
    elif difference < 0:
        compared = text("{value} is {distance} below the prediction", value=own, distance=distance)
    else:
        compared = text("{value} is the prediction itself", value=own)
    return _against_range(compared, own_value, prediction, scale)


def _against_range(compared: str, value: float, prediction: Prediction, scale: Scale) -> str:
    low, high = prediction.queue.low, prediction.queue.high
    if low is None or high is None:
        return compared
    span = range_text(low, high, scale)
    if value < shown(low, scale):
        return text("{compared}, below its range ({range})", compared=compared, range=span)
    if value > shown(high, scale):
        return text("{compared}, above its range ({range})", compared=compared, range=span)
    return text("{compared}, inside its range", compared=compared)
