"""How sure a prediction is, in words: its range, how often that held, and what speaks for caution."""

from domain.certainty import LEAST_TO_JUDGE, Doubt, DoubtCode, Judgement, Record
from domain.prediction import Prediction
from domain.use_case import UseCase
from presentation.words.catalogue import marked, plural, text
from presentation.words.features import class_text, feature_label, plain_number, value_text
from presentation.words.finding_parts import percent
from presentation.words.quantities import amount, odds_text, range_text, scale_of, with_unit

COUNTS_UP_TO = 20
"""Up to here people count, beyond they take percentages (LOOK, Words)."""

_VERDICTS: dict[Judgement, str] = {
    "as stated": marked("as often as stated"),
    "less often": marked("less often than stated"),
    "more often": marked("more often than stated"),
    "too few": marked("too few to judge"),
}


def range_sentence(use_case: UseCase, prediction: Prediction) -> str:
    """The range as a promise; for classes, that there is none and why."""
    row, scale = prediction.queue, scale_of(use_case.target, prediction)
    if row.label is not None:
        return text(
            "There is no range: the prediction is itself a probability, {percent} for “{label}”.",
            percent=amount(row.value, scale),
            label=class_text(use_case, row.label),
        )
    if row.low is None or row.high is None:
        return text("This prediction was made without a range.")
    return text(
        "On {odds} like this one the actual should be {range}.",
        odds=odds_text(use_case.range.probability),
        range=range_text(row.low, row.high, scale)
        if scale.percent
        else with_unit(range_text(row.low, row.high, scale), scale),
    )


def record_text(record: Record) -> str:
    """How often: "9 of 10", "81 % of 112"; a dash where nothing could be counted."""
    if not record.of:
        return "–"
    if record.of <= COUNTS_UP_TO:
        return text("{inside} of {of}", inside=record.inside, of=record.of)
    return text("{percent} of {of}", percent=percent(record.inside / record.of), of=plain_number(record.of))


def verdict_word(record: Record, probability: float) -> str:
    """Whether that agrees with what the range states."""
    return text(_VERDICTS[record.judged(probability)])


def held_sentence(record: Record, entity: str) -> str:
    """How often the range held for an entity in daily use."""
    if not record.of:
        return text("For {entity} no earlier prediction has a known actual yet.", entity=entity)
    if record.of < LEAST_TO_JUDGE:
        return plural(
            "For {entity} there is only {count} earlier day, too few to judge by.",
            "For {entity} there are only {count} earlier days, too few to judge by.",
            record.of,
            entity=entity,
        )
    return text(
        "For {entity} it held on {inside} of its last {of} days.", entity=entity, inside=record.inside, of=record.of
    )


def doubt_sentence(use_case: UseCase, prediction: Prediction, doubt: Doubt) -> str:
    """A reason for caution as a sentence."""
    if doubt.code is DoubtCode.WIDE_RANGE:
        return text("The range is wide for the size of the prediction: the model is less sure than it mostly is.")
    if doubt.code is DoubtCode.LITTLE_HISTORY and not prediction.past:
        return text("There is no earlier comparable day to learn from and to compare with.")
    if doubt.code is DoubtCode.LITTLE_HISTORY:
        return plural(
            "There is only {count} earlier comparable day to learn from and to compare with.",
            "There are only {count} earlier comparable days to learn from and to compare with.",
            len(prediction.past),
        )
    label = feature_label(use_case, doubt.feature) if doubt.feature is not None else text("An input")
    if doubt.code in (DoubtCode.MISSING, DoubtCode.GAP):
        return _missing(doubt, label)
    said = _unseen(use_case, doubt, label) if doubt.code is DoubtCode.UNSEEN else _outside(use_case, doubt, label)
    return text("{sentence} So it is for most predictions of this day.", sentence=said) if doubt.common else said


def _outside(use_case: UseCase, doubt: Doubt, label: str) -> str:
    assert doubt.feature is not None
    value = value_text(use_case, doubt.feature, doubt.value)
    learned = doubt.learned
    if learned is None or learned.low is None or learned.high is None:
        return text("“{label}” is {value}, outside what the model has learned from.", label=label, value=value)
    return text(
        "“{label}” is {value}; the model has learned from {low} to {high}.",
        label=label,
        value=value,
        low=value_text(use_case, doubt.feature, learned.low),
        high=value_text(use_case, doubt.feature, learned.high),
    )


def _unseen(use_case: UseCase, doubt: Doubt, label: str) -> str:
    assert doubt.feature is not None
    value = value_text(use_case, doubt.feature, doubt.value)
    return text("“{label}” is “{value}”, which the model has never learned from.", label=label, value=value)


def _missing(doubt: Doubt, label: str) -> str:
    if doubt.delivered is not None:
        return text(
            "“{label}” is missing: “{delivered}” was delivered and taken as missing, because it cannot be.",
            label=label,
            delivered=doubt.delivered,
        )
    if doubt.code is DoubtCode.GAP and doubt.learned is not None:
        share = percent(doubt.learned.missing_share)
        return text("“{label}” is missing, as in {share} of what the model has learned from.", label=label, share=share)
    if doubt.common:
        return text(
            "“{label}” is missing, as for most predictions of this day; it hardly ever was before.", label=label
        )
    if doubt.learned is None:
        return text("“{label}” is missing.", label=label)
    return text("“{label}” is missing, which it hardly ever was in what the model has learned from.", label=label)


def no_doubt_sentence() -> str:
    """What is said where there is no reason for caution."""
    return text("Nothing about its inputs is out of the ordinary.")
