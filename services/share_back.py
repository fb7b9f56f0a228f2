"""Share predictions together out among their small series, from the value that counts, whenever somebody looks."""

from collections import defaultdict
from collections.abc import Iterator

from domain.review import Review
from domain.run import Run
from domain.shares import Member, SharedOut, decimals_of, share_members, sharing_rule, whole_steps
from domain.use_case import UseCase
from prediction_store.queue import Selection
from presentation.words.quantities import TYPED_DECIMALS, scale_for, shown
from services.dependencies import Dependencies
from services.list_decisions import deciding_overrides
from services.open_prediction import OpenedPrediction


def shares_back(opened: OpenedPrediction) -> bool:
    """Whether an opened prediction is one of small series together that are shared back; an imported one is not."""
    rule, entity = sharing_rule(opened.use_case), opened.prediction.queue.entity
    if rule is None or opened.run.version is None:
        return False
    return entity[opened.use_case.keys.index(rule.key)] == rule.together_as


def share_prediction(deps: Dependencies, opened: OpenedPrediction) -> SharedOut | None:
    """An opened prediction shared out; None where it is no prediction together, or its run shares nothing back.

    Raises:
        PredictionFileError: the members' file is gone or broken.
    """
    row = opened.prediction.queue
    if not shares_back(opened):
        return None
    override = deciding_overrides(opened.reviews).get(row.row)
    members = deps.predictions.members(opened.run, row.row)
    return _shared(opened.use_case, (row.row, row.entity, row.value), override, members)


def share_run(deps: Dependencies, run: Run) -> Iterator[SharedOut]:
    """Every prediction together of a run, shared out, in batch order; none where the run shares nothing back.

    Raises:
        PredictionFileError: a file of the run is gone or broken.
    """
    use_case = deps.predictions.use_case(run)
    rule = sharing_rule(use_case)
    if rule is None or run.version is None:
        return
    members: dict[int, list[Member]] = defaultdict(list)
    for member in deps.predictions.members(run):
        members[member.row].append(member)
    with deps.feedback.read() as unit:
        overrides = deciding_overrides(unit.reviews.for_run(run.id))
    together = Selection(keys=((rule.key, rule.together_as),))
    for row in sorted(deps.predictions.page(run, together, 0, run.row_count), key=lambda row: row.row):
        yield _shared(use_case, (row.row, row.entity, row.value), overrides.get(row.row), tuple(members[row.row]))


def _shared(
    use_case: UseCase,
    predicted: tuple[int, tuple[str, ...], float],
    override: Review | None,
    members: tuple[Member, ...],
) -> SharedOut:
    rule = sharing_rule(use_case)
    assert rule is not None
    row, entity, value = predicted
    scale = scale_for(use_case.target, value)
    own = None if override is None else override.new.own_value
    # What the model says is shared as it is shown, what a person decided as it was written: people add up what they see.
    decimals = max(scale.level_decimals, 0 if own is None else decimals_of(own, TYPED_DECIMALS))
    said = whole_steps(shown(value, scale), decimals)
    decided = said if own is None else whole_steps(own, decimals)
    shares, without = share_members(members, said, decided)
    by = None if override is None else override.person
    return SharedOut(row, entity, rule.key, rule.within_days, decimals, said, decided, by, shares, without)
