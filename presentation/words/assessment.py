"""What the assessment found, in sentences: the verdict, each point, and what there is to do."""

from collections.abc import Mapping

from domain.assessment import Assessment, Fitness, Point, PointCode, Skill
from domain.entity import entity_from_text
from domain.use_case import UseCase
from presentation.words.catalogue import forms, marked, plural, text
from presentation.words.dates import day_with_year
from presentation.words.entities import entity_title
from presentation.words.features import feature_label, plain_number
from presentation.words.finding_parts import percent, scalar
from presentation.words.quantities import significant_decimals

FITNESS: Mapping[Fitness, str] = {
    Fitness.READY: marked("ready"),
    Fitness.WORK: marked("ready with work"),
    Fitness.NOT_READY: marked("not ready"),
}

VERDICTS: Mapping[Fitness, str] = {
    Fitness.READY: marked("*Ready*: this data can answer the question."),
    Fitness.WORK: marked("*Ready with work*: this data can answer the question, and the work below makes the answer better."),
    Fitness.NOT_READY: marked("*Not ready*: as it is, this data cannot answer the question."),
}  # fmt: skip

TITLES: Mapping[PointCode, str] = {
    PointCode.SIZE: marked("Size"),
    PointCode.SPAN: marked("Span"),
    PointCode.SPARSITY: marked("Small series"),
    PointCode.LABELS: marked("Actuals"),
    PointCode.OUTLIERS: marked("Far-off values"),
    PointCode.GAPS: marked("Missing values"),
    PointCode.LEAK: marked("Features that know the answer"),
    PointCode.STABILITY: marked("Level"),
    PointCode.LEARNABILITY: marked("What can be learned"),
}

SENTENCES: Mapping[tuple[PointCode, str], str] = {
    (PointCode.SIZE, "short"): marked("{days} days have an actual; at least {needed} are needed. Collect more days."),
    (PointCode.SIZE, "enough"): marked("{days} days have an actual; {needed} are needed."),
    (PointCode.SPAN, "year"): marked("The history spans {span} days: every season was seen."),
    (PointCode.SPAN, "part"): marked(
        "The history spans {span} days, less than a year: what a season does cannot be told from a trend. Add older days, "
        "or look at the predictions of new seasons with care."
    ),
    (PointCode.SPARSITY, "dense"): marked("{small} of {of} series have fewer than {days} days with sales."),
    (PointCode.SPARSITY, "together"): marked(
        "Series with fewer than {days} days of sales are predicted together as “{name}”. {small} of {of} series have few "
        "days of their own so far."
    ),
    (PointCode.SPARSITY, "sparse"): marked(
        "{small} of {of} series have fewer than {days} days with sales: too few to learn from alone. Predict them together."
    ),
    (PointCode.LABELS, "good"): marked("Actuals that are missing or cannot be: {share}."),
    (PointCode.LABELS, "lost"): marked(
        "Actuals that are missing or cannot be: {share}. Find out why; what is left may be no fair sample."
    ),
    (PointCode.LABELS, "rare"): marked(
        "Of “{class}” there are {cases} cases; {needed} would be enough for so many features. Collect more, or use fewer features."
    ),
    (PointCode.LABELS, "alike"): marked("{most} of the actuals are the same value: there is nothing to tell apart."),
    (PointCode.OUTLIERS, "none"): marked("No series has a value more than {times} times as large as its next largest."),
    (PointCode.OUTLIERS, "far"): marked(
        "{count} series have a value more than {times} times as large as their next largest, {entity} for example: "
        "{value} after {second}. If it is a slip, say what is impossible."
    ),
    (PointCode.GAPS, "few"): marked("No column without a rule lacks more than {share} of its values."),
    (PointCode.GAPS, "many"): marked(
        "“{feature}” is missing in {share} of the rows. A stated rule can stand in for it."
    ),
    (PointCode.LEAK, "none"): marked("No feature explains the answer too well to be honest: {explained} at most."),
    (PointCode.LEAK, "found"): marked(
        "{explained} of the answer follow from {features}: no honest feature does that. Such values are known only when the "
        "day is over. Take them out, or say when they are known."
    ),
    (PointCode.STABILITY, "steady"): marked("A day of the last quarter is about as large as one before ({change})."),
    (PointCode.STABILITY, "followed"): marked(
        "A day of the last quarter differs from one before by {change}; features of the past or of the trend follow that."
    ),
    (PointCode.STABILITY, "moved"): marked(
        "A day of the last quarter differs from one before by {change}, and no feature follows that."
    ),
    (PointCode.LEARNABILITY, "untried"): marked("There are too few days to try a model on days that it has not seen."),
    (PointCode.LEARNABILITY, "no_better"): marked(
        "On {days} unseen days a small model is off by {ratio} of what the rule “{naive}” is off by (with chance in mind "
        "{low} to {high}): no better. The features say nothing about the answer, or the answer is mostly chance."
    ),
    (PointCode.LEARNABILITY, "unclear"): marked(
        "On {days} unseen days a small model is off by {ratio} of what the rule “{naive}” is off by (with chance in mind "
        "{low} to {high}): it may be chance. Small series add chance and nothing else; take them together and assess again."
    ),
    (PointCode.LEARNABILITY, "better"): marked(
        "On {days} unseen days a small model is off by {ratio} of what the rule “{naive}” is off by (with chance in mind "
        "{low} to {high}): better than the best simple rule."
    ),
}

RULES: Mapping[str, str] = {
    "same_weekday_last_week": marked("the same weekday of last week"),
    "mean_of_last_four_same_weekdays": marked("the mean of the last four same weekdays"),
    "median_of_the_entity": marked("the median so far"),
    "base_rate": marked("the shares so far"),
}
"""The simple rules a model is compared with."""

_SHARES = frozenset({"share", "most", "explained"})
_RATIOS = frozenset({"ratio", "low", "high"})
_DATA = forms(
    "{rows} row of {series} series on {days} days, {first} to {last}.",
    "{rows} rows of {series} series on {days} days, {first} to {last}.",
)


def verdict_sentence(found: Assessment) -> str:
    """The verdict; between asterisks what is to stand out."""
    return text(VERDICTS[found.fitness])


def fitness_word(fitness: Fitness) -> str:
    """ready, ready with work, not ready."""
    return text(FITNESS[fitness])


def point_name(point: Point) -> str:
    """What was looked at."""
    return text(TITLES[point.code])


def point_told(use_case: UseCase, point: Point) -> str:
    """What a point says, with its evidence."""
    values = {name: _value(use_case, name, value) for name, value in point.values.items()}
    return text(SENTENCES[point.code, point.kind], **values)


def data_sentence(found: Assessment) -> str:
    """What was looked at; empty where there was nothing."""
    if found.first is None or found.last is None:
        return ""
    told = plural(*_DATA, found.rows, rows=plain_number(found.rows), series=plain_number(found.entities),
                  days=plain_number(found.days), first=day_with_year(found.first), last=day_with_year(found.last))  # fmt: skip
    if found.sampled_of is None:
        return told
    return f"{told} {text('The small model learned from series drawn at random, not from all rows.')}"


def skill_rows(skill: Skill) -> list[tuple[str, str, str]]:
    """Per stretch of unseen days: its first day, the error of the small model, that of the best simple rule."""
    decimals = significant_decimals(max((error for _, *errors in skill.folds for error in errors), default=0.0))
    return [(day_with_year(day), f"{e:.{decimals}f}", f"{n:.{decimals}f}") for day, e, n in skill.folds]


def rule_name(skill: Skill) -> str:
    """The best simple rule in words."""
    return text(RULES[skill.naive])


def _value(use_case: UseCase, name: str, value: object) -> str:
    """A value of a point as it is written in its sentence."""
    if isinstance(value, list | tuple):
        labels = [text("“{name}”", name=_label(use_case, str(feature))) for feature in value]
        return (
            labels[0] if len(labels) == 1 else text("{names} and {last}", names=", ".join(labels[:-1]), last=labels[-1])
        )
    if isinstance(value, str):
        return _name(use_case, name, value)
    if isinstance(value, int | float) and name in _RATIOS:
        return text("{points} %", points=f"{100 * value:.1f}")
    if isinstance(value, int | float) and name == "change":
        return text("{points} %", points=f"{round(100 * value):+d}".replace("-", "−"))
    return percent(value) if name in _SHARES else scalar(value)


def _name(use_case: UseCase, kind: str, value: str) -> str:
    if kind == "feature":
        return _label(use_case, value)
    if kind == "naive":
        return text(RULES[value])
    return str(entity_title(use_case, entity_from_text(value))) if kind == "entity" else value


def _label(use_case: UseCase, feature: str) -> str:
    return feature_label(use_case, feature) if feature in use_case.features else feature
