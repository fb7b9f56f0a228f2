"""Score and explain a prepared batch, chunk by chunk: features in, the columns of the prediction store out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from domain.entity import Entity
from domain.links import softmax_effects
from domain.use_case import UseCase
from models.adjusting import Inputs, adjust
from models.encoding import encode
from models.explainer import Contributions, check_additivity
from models.files import LoadedModel
from models.inputs import InputFlags, flag_inputs
from models.offset import offset_of
from models.scoring import Scorer
from services.attention import Scored, attention
from services.stated_fixes import imputed_places, together_places
from services.training_rows import entity_texts, feature_table

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Scoring:
    """What scoring needs besides the rows.

    Attributes:
        common: features whose flags are the same for most of the batch; said once for the run, not on every row.
        disputed: entities that somebody would have decided differently lately.
    """

    use_case: UseCase
    model: LoadedModel
    scorer: Scorer
    common: frozenset[str]
    disputed: Collection[Entity]


@dataclass(frozen=True)
class ScoredChunk:
    """Columns of `rows.parquet` (without `row`), and how well contributions add up: worst ratio, failing rows.

    Attributes:
        expected: shape (n,), what the ranges are about (`models.adjusting.Adjusted`).
    """

    columns: Mapping[str, pa.Array]
    worst_gap: float
    failing: int
    expected: Floats


def score_chunk(scoring: Scoring, rows: pa.RecordBatch) -> ScoredChunk:
    """Predict and explain a chunk of prepared rows."""
    use_case, facts = scoring.use_case, scoring.model.manifest.features
    table = feature_table(use_case, rows)
    matrix = encode(table, facts)
    raw = scoring.scorer.predict_raw(matrix)
    contributions = scoring.scorer.explain(matrix)
    additivity = check_additivity(contributions.base, contributions.values, raw)
    outcome = (_classes if use_case.task == "multiclass" else _single)(scoring, raw, contributions)
    outcome = _with_offset(outcome, offset_of(use_case, table, facts))
    inputs = Inputs(table, entity_texts(use_case, rows))
    adjusted = adjust(use_case, inputs, outcome.prediction, scoring.model.manifest.range)
    flags = _without(flag_inputs(table, facts, matrix), [fact.name for fact in facts], scoring.common)
    entities = [
        tuple(values) for values in zip(*(rows.column(key).to_pylist() for key in use_case.keys), strict=True)
    ] or [()] * rows.num_rows
    usual = np.asarray(rows.column("usual").to_numpy(zero_copy_only=False), dtype=np.float64)
    past = np.array([0 if days is None else len(days) for days in rows.column("past_days").to_pylist()])
    # Classes have neither a range nor a usual value; only their inputs can be out of the ordinary.
    regression = use_case.task == "regression"
    usual = usual if regression else np.full(len(past), np.nan)
    scored = Scored(
        adjusted.value,
        adjusted.model_low,
        adjusted.model_high,
        # What a rule sets is no surprise, however far from usual it is; the queue shows the usual value all the same.
        np.where(adjusted.settled, np.nan, usual),
        adjusted.relative_width,
        past if regression else np.full(len(past), 99),
        entities,
        imputed_places(use_case, rows),
        together_places(use_case, rows),
    )
    noticed = attention(scored, flags, [fact.name for fact in facts], scoring.disputed)
    columns = {
        **{f"key_{key}": rows.column(key) for key in use_case.keys},
        "target_date": rows.column("day"),
        "prediction": _array(adjusted.value),
        "low": _array(adjusted.low),
        "high": _array(adjusted.high),
        "usual": _array(usual),
        "base": _array(outcome.base),
        "raw": _array(outcome.raw),
        "label": pa.array(outcome.labels, pa.string()),
        "needs_look": pa.array(noticed.needs_look),
        "score": pa.array(noticed.score),
        "reasons": pa.array(noticed.reasons, pa.string()),
        "past_days": rows.column("past_days"),
        "past_values": rows.column("past_values"),
        **{f"x_{name}": table.columns.column(name).combine_chunks() for name in use_case.features},
        **{f"shap_{fact.name}": pa.array(outcome.contributions[:, place]) for place, fact in enumerate(facts)},
        **(
            {}
            if outcome.effects is None
            else {f"effect_{fact.name}": pa.array(outcome.effects[:, place]) for place, fact in enumerate(facts)}
        ),
        **{f"adj_{code}": pa.array(amounts) for code, amounts in adjusted.amounts.items()},
    }
    return ScoredChunk(columns, additivity.worst, len(additivity.failing), adjusted.expected)


@dataclass(frozen=True)
class _Outcome:
    """The model's answer, each shape (n,) or (n, features); base and raw as the store keeps them."""

    prediction: Floats
    base: Floats
    raw: Floats
    contributions: Floats
    effects: Floats | None
    labels: list[str | None]


def _with_offset(outcome: _Outcome, offset: Floats) -> _Outcome:
    """The trees' answer moved to where each row starts; the contributions stay what they are."""
    if not offset.any():
        return outcome
    return replace(
        outcome, prediction=outcome.prediction + offset, base=outcome.base + offset, raw=outcome.raw + offset
    )


def _single(scoring: Scoring, raw: Floats, explained: Contributions) -> _Outcome:
    base, values = explained.base, explained.values
    prediction = scoring.scorer.to_target(raw)
    labels: list[str | None] = [None] * len(raw)
    if scoring.use_case.task == "binary":
        # The second class is the one whose probability is predicted, whatever it is.
        labels = [list(scoring.use_case.target.classes)[1]] * len(raw)
    return _Outcome(prediction, np.full(len(raw), base[0]), raw, values[:, 0, :], None, labels)


def _classes(scoring: Scoring, raw: Floats, explained: Contributions) -> _Outcome:
    base, values = explained.base, explained.values
    probabilities = scoring.scorer.to_target(raw)
    chosen = probabilities.argmax(axis=1)
    rows = np.arange(len(raw))
    names = list(scoring.use_case.target.classes)
    start = scoring.scorer.to_target(base[None, :])[0]
    return _Outcome(
        probabilities[rows, chosen],
        start[chosen],
        raw[rows, chosen],
        values[rows, chosen, :],
        softmax_effects(base, values, chosen),
        [names[place] for place in chosen],
    )


def _without(flags: InputFlags, features: list[str], common: frozenset[str]) -> InputFlags:
    keep = np.array([name not in common for name in features])
    return InputFlags(flags.unseen & keep, flags.outside & keep, flags.missing & keep)


def _array(values: Floats) -> pa.Array:
    return pa.array(values, from_pandas=True)
