"""What a stage, a measure and a jump are called, and where a jump began in one sentence."""

from collections.abc import Mapping

from domain.jump import TARGET, Jump, Measure, Reading, StageLine
from domain.stage import STAGES, Stage
from domain.use_case import UseCase
from presentation.words.catalogue import marked, text
from presentation.words.dates import day_text
from presentation.words.features import feature_label, plain_number

_NAMES: Mapping[Stage, str] = {
    Stage.RECEIVED: marked("Received"),
    Stage.CLEANED: marked("Cleaned"),
    Stage.JOINED: marked("Joined"),
    Stage.FEATURES: marked("Features"),
}

_STARTED: Mapping[Stage, str] = {
    Stage.RECEIVED: marked("It started in the data as received: {table}."),
    Stage.CLEANED: marked("It started in *cleaned*; as received it was as usual."),
    Stage.JOINED: marked("It started in *joined*; received and cleaned it was as usual."),
    Stage.FEATURES: marked("It started in *features*; in the stages before it was as usual."),
}

_MEASURES: Mapping[Measure, str] = {
    "mean": marked("average"),
    "typical": marked("typical value"),
    "missing": marked("share of missing values"),
    "top": marked("share of the most frequent value"),
    "rows": marked("number of rows"),
}


CHANGE_DIGITS = 2
"""Significant digits of a change: more would say that the usual value is known so well."""


def stage_name(stage: Stage) -> str:
    """`Cleaned`."""
    return text(_NAMES[stage])


def measure_name(measure: Measure) -> str:
    """`share of missing values`."""
    return text(_MEASURES[measure])


def traced_label(use_case: UseCase, name: str) -> str:
    """What a traced column is called on the screens."""
    return use_case.target.label if name == TARGET else feature_label(use_case, name)


def traced_unit(use_case: UseCase, name: str) -> str:
    """Its unit, or nothing."""
    return use_case.target.unit if name == TARGET else use_case.features[name].unit or ""


def reading_text(use_case: UseCase, name: str, measure: Measure, value: float | None) -> str:
    """A reading as people write it: with the unit of the column, as a percentage, or as a count."""
    if value is None:
        return "–"
    if measure in ("missing", "top"):
        return text("{number} %", number=plain_number(round(100 * value, 1)))
    unit = traced_unit(use_case, name) if measure in ("mean", "typical") else ""
    return f"{plain_number(value)} {unit}".rstrip()


def normal_text(use_case: UseCase, name: str, measure: Measure, reading: Reading) -> str:
    """`170 to 180 cm`; nothing where too few days came before. A share or a count is never below nothing."""
    if reading.normal is None:
        return ""
    low, high = reading.normal.low, reading.normal.high
    if measure != "mean":
        low = max(low, 0.0)
    if measure in ("missing", "top"):
        high = min(high, 1.0)
    if measure == "rows":
        low, high = float(round(low)), float(round(high))
    return text(
        "{low} to {high}",
        low=reading_text(use_case, name, measure, low),
        high=reading_text(use_case, name, measure, high),
    )


def jump_sentence(use_case: UseCase, jump: Jump) -> str:
    """What moved, by how much and since when; where it started stands between asterisks."""
    return f"{moved_sentence(use_case, jump)} {started_sentence(jump)}"


def started_sentence(jump: Jump) -> str:
    """Where it started, and that the stages before were as usual."""
    return text(_STARTED[jump.first.stage], table=jump.first.table)


def moved_sentence(use_case: UseCase, jump: Jump) -> str:
    """What moved: `The average of “Height” fell by 10 cm on Tue 17 Nov, to 165 cm.`, for example."""
    value, normal = jump.now.value, jump.now.normal
    assert value is not None
    assert normal is not None
    change = value - normal.middle
    values = {
        "measure": measure_name(jump.measure),
        "column": traced_label(use_case, jump.name),
        "change": _change(use_case, jump, abs(change)),
        "day": day_text(jump.since.day),
        "value": reading_text(use_case, jump.name, jump.measure, value),
    }
    if jump.since.day == jump.now.day:
        if change < 0:
            return text("The {measure} of “{column}” fell by {change} on {day}, to {value}.", **values)
        return text("The {measure} of “{column}” rose by {change} on {day}, to {value}.", **values)
    if change < 0:
        return text("The {measure} of “{column}” has been lower by {change} since {day}: {value}.", **values)
    return text("The {measure} of “{column}” has been higher by {change} since {day}: {value}.", **values)


def _change(use_case: UseCase, jump: Jump, change: float) -> str:
    if jump.measure in ("missing", "top"):
        return text("{number} percentage points", number=plain_number(round(100 * change, 1)))
    if jump.measure == "rows":
        return text("{number} rows", number=plain_number(float(round(change))))
    return reading_text(use_case, jump.name, "mean", float(f"{change:.{CHANGE_DIGITS}g}"))


def line_state(use_case: UseCase, name: str, jump: Jump | None, line: StageLine) -> str:
    """What a stage says beside its name: as usual, out of its range, or that it follows from an earlier one."""
    now = line.readings[-1] if line.readings else None
    if now is None or now.value is None or now.normal is None or jump is None:
        return text("no such day to compare with yet")
    if not now.moved:
        return text("as usual")
    if line.stage is jump.first.stage:
        return text("usually {normal}", normal=normal_text(use_case, name, jump.measure, now))
    return text("follows from {stage}", stage=stage_name(jump.first.stage).lower())


def stage_number(stage: Stage) -> int:
    """Its place in the order, from 1."""
    return STAGES.index(stage) + 1
