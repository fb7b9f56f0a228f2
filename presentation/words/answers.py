"""What people answered, and what an answer that is being written would mean."""

from decimal import Decimal

from domain.prediction import Prediction
from domain.review import Answer, Review
from domain.use_case import UseCase
from presentation.words.features import class_text
from presentation.words.quantities import Scale, exact_number, range_text, scale_of, shown


def answer_text(review: Review, viewer_id: int, use_case: UseCase) -> str:
    """An answer for a chip: "you agreed", "Ben decided 40", "Ana cannot tell".

    Somebody whose answer does not count for ordering *would decide*; nobody is said to have decided who did not.
    """
    who = "you" if review.new.person_id == viewer_id else review.person
    if review.new.answer is Answer.AGREE:
        return f"{who} agreed"
    if review.new.answer is Answer.CANNOT_TELL:
        return f"{who} cannot tell"
    verb = "decided" if review.may_decide else "would decide"
    return f"{who} {verb} {_own(review, use_case)}"


def _own(review: Review, use_case: UseCase) -> str:
    if review.new.own_label is not None:
        return class_text(use_case, review.new.own_label)
    if review.new.own_value is None:
        return "differently"
    return exact_number(review.new.own_value)


def consequence(use_case: UseCase, prediction: Prediction, own_value: float) -> str:
    """What an own value means beside the prediction: "45 is 7 below the prediction, inside its range".

    For classes the own value is in percent. Compared are the numbers as they are shown, so that nobody finds "45" outside of "between 45 and 61".
    """
    scale = scale_of(use_case.target, prediction)
    own = exact_number(own_value)
    difference = Decimal(repr(float(own_value))) - Decimal(repr(shown(prediction.queue.value, scale)))
    if difference:
        side = "above" if difference > 0 else "below"
        text = f"{own} is {exact_number(abs(float(difference)))} {side} the prediction"
    else:
        text = f"{own} is the prediction itself"
    return text + _against_range(own_value, prediction, scale)


def _against_range(value: float, prediction: Prediction, scale: Scale) -> str:
    low, high = prediction.queue.low, prediction.queue.high
    if low is None or high is None:
        return ""
    if value < shown(low, scale):
        return f", below its range ({range_text(low, high, scale)})"
    if value > shown(high, scale):
        return f", above its range ({range_text(low, high, scale)})"
    return ", inside its range"
