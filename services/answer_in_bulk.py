"""Answer many predictions at once, as one bulk action in one transaction; each gets a review of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from domain.bulk import BULK_LIMIT, BulkAction, BulkChange, BulkKind, NewBulk
from domain.errors import AnswerError, BulkError
from domain.own_value import parse_number, parse_own_value
from domain.permission import Permission, require
from domain.review import COMMENT_LIMIT, NewReview, Seen
from domain.run import Run, RunState
from domain.use_case import UseCase
from feedback_db.review_rows import check_comment
from services.dependencies import Dependencies
from services.page_queue import QueueFilter
from services.plan_bulk import BulkPlan, BulkScope, PlannedRow, rows_of, said_of, sort_rows
from services.sign_in import present


@dataclass(frozen=True)
class BulkOrder:
    """A bulk action as it comes from the screen.

    Attributes:
        token: made by the client once per action; the same token is stored once.
        scope: the list it was taken from.
        rows: exactly the rows that the plan showed: what came into the list since is not answered unseen.
    """

    token: str
    run_id: str
    person_id: int
    scope: BulkScope
    change: BulkChange
    rows: tuple[int, ...]


@dataclass(frozen=True)
class BulkOutcome:
    """What became of it: the action as it is stored, and how many of the planned rows somebody answered meanwhile."""

    action: BulkAction
    meanwhile: int


def typed_change(use_case: UseCase, change: BulkChange, amount: str) -> BulkChange:
    """The change with its amount as it was typed ("12,5", "-10").

    Raises:
        AnswerError: the amount or the class cannot be meant.
    """
    if change.kind is BulkKind.ACCEPT:
        return change
    if use_case.target.classes:
        _check_label(use_case, change.label)
    else:
        whole = change.kind is BulkKind.SET
        change = replace(change, amount=parse_own_value(amount, use_case.target) if whole else parse_number(amount))
    return change


def _check(use_case: UseCase, change: BulkChange) -> None:
    """A change of many needs the reason that they share, where the use case has reasons."""
    reasons = use_case.reviews.reasons
    if change.kind is not BulkKind.ACCEPT and use_case.target.classes:
        _check_label(use_case, change.label)
    if change.kind is not BulkKind.ACCEPT and reasons and change.reason is None:
        raise BulkError("reason missing", "", tuple(reasons.values()))
    if change.reason is not None and change.reason not in reasons:
        raise AnswerError("reason unknown", found=change.reason, allowed=tuple(reasons))
    if len(change.comment) > COMMENT_LIMIT:
        raise AnswerError("comment too long", found=str(len(change.comment)), allowed=(str(COMMENT_LIMIT),))
    check_comment(change.comment)


def answer_in_bulk(deps: Dependencies, order: BulkOrder) -> BulkOutcome:
    """Store one answer per planned row, all or none; the same token is stored once.

    What somebody answered since the plan was shown is looked at again: accepting leaves out what is by now answered by the
    person or disputed by others; a change is stored beside what others say.

    Raises:
        AnswerError: the run counts no longer, or the change cannot be stored as it is.
        BulkError: too many rows, none is left, or no reason although the use case has some.
        NotAllowedError: the person left.
        NotFoundError: no such run or person.
    """
    require(present(deps, order.person_id), Permission.ANSWER)
    run = _published(deps, order.run_id)
    if len(order.rows) > BULK_LIMIT:
        raise BulkError("too many", f"{len(order.rows):,}", (f"{BULK_LIMIT:,}",))
    use_case = deps.predictions.use_case(run)
    _check(use_case, order.change)
    rows = rows_of(deps, run, replace(order.scope, chosen=order.rows))
    with deps.feedback.write() as unit:
        unit.bulk.wait_for(order.person_id)
        known = unit.bulk.by_token(order.token)
        if known is not None:
            return BulkOutcome(known, 0)
        said = said_of(unit.reviews.standing_answers(run.id), order.person_id)
        plan = sort_rows(use_case, rows, said, order.change, replace(order.scope, chosen=order.rows))
        if not plan.rows:
            raise BulkError("nothing left")
        action = unit.bulk.add(_new_bulk(run, order, plan), deps.now())
        answers = [_review(run, order, row) for row in plan.rows]
        unit.reviews.record_all(answers, action.id, deps.now())
        unit.disputes.follow_all(answers, action.id, deps.now())
    return BulkOutcome(action, len(plan.left_out))


def _published(deps: Dependencies, run_id: str) -> Run:
    with deps.feedback.read() as unit:
        run = unit.runs.by_id(run_id)
    if run is None or run.state is not RunState.PUBLISHED:
        raise AnswerError("run not published")
    return run


def _check_label(use_case: UseCase, label: str | None) -> None:
    if label is None:
        raise AnswerError("value missing")
    if label not in use_case.target.classes:
        raise AnswerError("class unknown", found=label, allowed=tuple(use_case.target.classes))


def _new_bulk(run: Run, order: BulkOrder, plan: BulkPlan) -> NewBulk:
    return NewBulk(
        token=order.token,
        use_case=run.use_case,
        run_id=run.id,
        target_date=run.target_date,
        person_id=order.person_id,
        change=order.change,
        scope=_scope_text(order.scope),
        count=len(plan.rows),
        left_out=plan.counts,
    )


def _scope_text(scope: BulkScope) -> Mapping[str, str]:
    wanted = scope.wanted
    chosen = {} if scope.chosen is None else {"chosen": str(len(scope.chosen))}
    keys = {f"key {key}": value for key, value in wanted.keys}
    search = {"search": wanted.search} if wanted.search else {}
    return {"show": wanted.show, **_parts(wanted), **keys, **search, **chosen}


def _parts(wanted: QueueFilter) -> Mapping[str, str]:
    """What was assigned to the person at that moment, for the list Mine: assignments change, what was meant does not."""
    parts = wanted.parts if wanted.show == "mine" else ()
    return {
        f"part {at}": ", ".join(f"{key} {value}" for key, value in part) or "everything"
        for at, part in enumerate(parts, 1)
    }


def _review(run: Run, order: BulkOrder, row: PlannedRow) -> NewReview:
    queue, change = row.queue, order.change
    return NewReview(
        token=f"{order.token}-{queue.row}",
        use_case=run.use_case,
        run_id=run.id,
        row=queue.row,
        entity=queue.entity,
        target_date=run.target_date,
        person_id=order.person_id,
        answer=change.answer,
        # The prediction as it is stored and listed. The reasons were not on the screen, so no effects are kept.
        seen=Seen(
            prediction=queue.value,
            label=queue.label,
            low=queue.low,
            high=queue.high,
            usual=queue.usual,
            version=run.version,
            data_through="" if run.data_through is None else run.data_through.isoformat(),
            top=(),
        ),
        own_value=row.value,
        own_label=row.label,
        reason=change.reason,
        comment=change.comment,
    )
