"""Rescore cases: every case as another version would predict it. Of these disputes, how many would be gone?

The definition is that of a verified fix (`services.rescore_dispute`); here a piece of cases is scored by one call of the
model, as the daily job of that version would have scored it.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from domain.agenda import Rescored, Stated, Unscored
from domain.case import Case, CaseFilter, RescoredCase, RescoredCases
from domain.dispute import DisputeState
from domain.prediction import prediction_id
from domain.use_case import UseCase
from services.dependencies import SILENT, Dependencies, Progress
from services.list_cases import count_cases, list_cases
from services.open_prediction import OpenedPrediction
from services.rebuild_row import Row
from services.rescore_dispute import FoundInputs, inputs_of, judged

if TYPE_CHECKING:
    from models.files import LoadedModel
    from models.scoring import Scorer


@dataclass(frozen=True)
class _Version:
    """A version at work on many rows, with the days whose inputs could not be made anew."""

    number: int
    use_case: UseCase
    model: "LoadedModel"
    scorer: "Scorer"
    failed: dict[object, FoundInputs]


def rescore_cases(
    deps: Dependencies, use_case: str, version: int, wanted: CaseFilter, progress: Progress = SILENT
) -> RescoredCases:
    """Every case against a version, candidate or champion; no more than a piece of them is held with its inputs.

    Raises:
        NotFoundError: no such use case or version.
        ModelFileError: the files of the version are gone or were changed.
    """
    opened = _open(deps, use_case, version)
    total, found = count_cases(deps, use_case, wanted), list[RescoredCase]()
    progress.step(f"predicting {total:,} cases with model {version}")
    for piece in list_cases(deps, use_case, wanted):
        found += _rescore(deps, opened, piece)
        progress.advance(len(found), total)
    return RescoredCases(use_case, version, tuple(found))


def _open(deps: Dependencies, use_case: str, number: int) -> _Version:
    from models.files import load_model
    from models.scoring import Scorer

    with deps.feedback.read() as unit:
        version = unit.versions.by_number(use_case, number)
    model = load_model(deps.models / version.location, version.file_hash)
    trained = UseCase.model_validate_json(json.dumps(dict(model.manifest.definition)))
    return _Version(number, trained, model, Scorer(model.booster, model.manifest.link, deps.threads), {})


def _rescore(deps: Dependencies, version: _Version, piece: Sequence[Case]) -> Iterable[RescoredCase]:
    opened = [_opened(case) for case in piece]
    inputs = [
        FoundInputs(None, Rescored(version.number, why=Unscored.PREDICTION_FILE))
        if about is None
        else _inputs(deps, version, case, about)
        for case, about in zip(piece, opened, strict=True)
    ]
    ready = [(case, found.values) for case, found in zip(piece, inputs, strict=True) if found.values is not None]
    predicted = iter(_predicted(version, [case for case, _ in ready], [values for _, values in ready]))
    for case, about, found in zip(piece, opened, inputs, strict=True):
        rescored = found.rescored
        if found.values is not None:
            stated = next(predicted)
            rescored = replace(rescored, value=stated.value, label=stated.label)
        yield _judged(case, about, rescored)


def _opened(case: Case) -> OpenedPrediction | None:
    if case.prediction is None or case.use_case is None:
        return None
    reviews = case.others if case.said is None else (case.said, *case.others)
    return OpenedPrediction(case.prediction, case.run, case.use_case, reviews, case.actual, None)


def _inputs(deps: Dependencies, version: _Version, case: Case, opened: OpenedPrediction) -> FoundInputs:
    """The inputs of a case; a morning whose sources cannot be read is tried once, and not once for each of its cases."""
    data_fixed = case.state is DisputeState.DATA_FIX
    day = (case.target_date, case.run.version, data_fixed)
    if day in version.failed:
        return version.failed[day]
    now = replace(opened, run=replace(case.run, version=version.number), use_case=version.use_case)
    found = inputs_of(deps, opened, now, data_fixed=data_fixed)
    if found.rescored.why is Unscored.SOURCES:
        version.failed[day] = found
    return found


def _predicted(version: _Version, cases: Sequence[Case], rows: Sequence[Row]) -> Sequence[Stated]:
    from models.at_hand import rows_table
    from models.encoding import encode
    from models.offset import offset_of
    from models.predicting import predictions_of

    if not cases:
        return ()
    manifest = version.model.manifest
    table = rows_table(manifest, rows)
    raw = version.scorer.predict_raw(encode(table, manifest.features))
    offset = offset_of(version.use_case, table, manifest.features)
    raw = raw + (offset if raw.ndim == 1 else offset[:, None])
    return predictions_of(version.use_case, manifest.range, table, [case.entity for case in cases], raw)


def _judged(case: Case, opened: OpenedPrediction | None, rescored: Rescored) -> RescoredCase:
    queue = None if case.prediction is None else case.prediction.queue
    plain = RescoredCase(
        case.id,
        case.kind,
        prediction_id(case.run.id, case.row),
        case.entity,
        case.target_date,
        None if queue is None else queue.value,
        None if queue is None else queue.label,
        rescored,
        why=rescored.why,
    )
    if opened is None or rescored.why is not None:
        return plain
    found = judged(opened, case.said, rescored)
    if found is None:
        return replace(plain, why=Unscored.NO_VALUE)
    return replace(plain, verdict=found[0], by=found[1])
