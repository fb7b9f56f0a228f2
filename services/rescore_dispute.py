"""Make a disputed prediction again with today's champion: did the fix remove the discrepancy?

The inputs are the stored ones, as they were that morning. Where the champion looks at other features, they are made anew
from the sources as of that morning; values that were corrected since are then the corrected ones.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from domain.agenda import Rescored, Unscored
from domain.entity import entity_text
from domain.errors import ModelFileError, SourceError
from domain.explanation import FeatureValue
from domain.use_case import UseCase
from domain.version import Version
from services.dependencies import Dependencies
from services.open_prediction import OpenedPrediction

if TYPE_CHECKING:
    from models.files import LoadedModel

CHUNK_ROWS = 20_000

_Inputs = Mapping[str, FeatureValue]


def rescore(deps: Dependencies, opened: OpenedPrediction) -> Rescored:
    """The prediction as the champion of now would make it, or why it cannot."""
    with deps.feedback.read() as unit:
        champion = unit.versions.champion(opened.run.use_case)
    if champion is None:
        return Rescored(None, why=Unscored.NO_CHAMPION)
    if champion.number == opened.run.version:
        return Rescored(champion.number, why=Unscored.SAME_VERSION)
    # A page that shows sessions does not pay for LightGBM; opening one with something to verify does.
    from models.files import load_model

    try:
        model = load_model(deps.models / champion.location, champion.file_hash)
    except ModelFileError:
        return Rescored(champion.number, why=Unscored.MODEL_FILE)
    return _with_inputs(deps, opened, champion, model)


def _with_inputs(deps: Dependencies, opened: OpenedPrediction, champion: Version, model: "LoadedModel") -> Rescored:
    from services.match_version import other_features

    now = UseCase.model_validate_json(json.dumps(dict(model.manifest.definition)))
    differing = other_features(opened.use_case, now)
    if now.keys != opened.use_case.keys:
        return Rescored(champion.number, why=Unscored.FEATURES, features=tuple(now.keys))
    if not differing:
        stored = {item.feature: item.value for item in opened.prediction.explanation.contributions}
        return replace(_scored(now, model, opened, stored), version=champion.number)
    try:
        made = _made_anew(deps, opened, now)
    except SourceError:
        return Rescored(champion.number, why=Unscored.SOURCES, features=differing)
    if made is None:
        return Rescored(champion.number, why=Unscored.FEATURES, features=differing)
    return replace(_scored(now, model, opened, made), version=champion.number, features=differing, rebuilt=True)


def _made_anew(deps: Dependencies, opened: OpenedPrediction, now: UseCase) -> _Inputs | None:
    """The row of that morning with the champion's features; None where the sources no longer have it."""
    from intake.prepare import Origin, prepare_batch
    from intake.staging import open_staging

    with deps.feedback.read() as unit:
        origin = Origin(Path(unit.use_cases.path(now.name)).parent, deps.variables)
    morning = opened.prediction.target_date - timedelta(days=now.dates.horizon_days)
    names = [*now.keys, *(f"x_{name}" for name in now.features)]
    with open_staging(deps.staging) as staging:
        batch = prepare_batch(staging, now, origin, morning, lambda step: None)
        for chunk in batch.chunks(CHUNK_ROWS):
            for values in zip(*(chunk.column(name).to_pylist() for name in names), strict=True):
                if values[: len(now.keys)] == opened.prediction.queue.entity:
                    return dict(zip(now.features, values[len(now.keys) :], strict=True))
    return None


def _scored(now: UseCase, model: "LoadedModel", opened: OpenedPrediction, inputs: _Inputs) -> Rescored:
    import pyarrow as pa

    from models.adjusting import Inputs, adjust
    from models.encoding import encode
    from models.offset import offset_of
    from models.scoring import Scorer
    from models.table import FeatureTable

    facts = model.manifest.features
    columns = {
        fact.name: pa.array([inputs.get(fact.name)], pa.string() if fact.kind == "category" else pa.float64())
        for fact in facts
    }
    table = FeatureTable(tuple(columns), pa.table(columns))
    scorer = Scorer(model.booster, now.link)
    found = scorer.predict(encode(table, facts))
    if now.task == "multiclass":
        chosen = int(found[0].argmax())
        return Rescored(None, float(found[0, chosen]), list(now.target.classes)[chosen])
    entity = entity_text(opened.prediction.queue.entity)
    predicted = found + offset_of(now, table, facts)
    value = float(adjust(now, Inputs(table, [entity]), predicted, model.manifest.range).value[0])
    return Rescored(None, value, list(now.target.classes)[1] if now.task == "binary" else None)
