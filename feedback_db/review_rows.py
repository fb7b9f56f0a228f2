"""Reviews as rows, and back."""

from typing import Any

from domain.entity import entity_from_text, entity_text
from domain.errors import AnswerError
from domain.review import COMMENT_LIMIT, Answer, NewReview, Review, seen_from_json
from domain.scenario import scenario_from_json
from feedback_db.tables import ReviewRow


def check_comment(comment: str) -> None:
    """Refuse a comment that cannot be kept word for word.

    Raises:
        AnswerError: too long, or with a zero byte, which PostgreSQL cannot store.
    """
    if len(comment) > COMMENT_LIMIT:
        raise AnswerError("comment too long", found=str(len(comment)), allowed=(str(COMMENT_LIMIT),))
    if "\0" in comment:
        raise AnswerError("comment has a zero byte", found=str(comment.index("\0") + 1))


def review_columns(new: NewReview) -> dict[str, Any]:
    """The columns of `ReviewRow` that the author filled in, and the tagged hash of what was seen."""
    return {
        **vars(new),
        "entity": entity_text(new.entity),
        "answer": new.answer.value,
        "doubted": list(new.doubted),
        "seen": new.seen.as_json(),
        "seen_hash": new.seen.content_hash(),
        "scenario": None if new.scenario is None else new.scenario.as_json(),
    }


def review_of(row: ReviewRow, person: str, *, superseded: bool, withdrawn: bool) -> Review:
    """A stored review with the name of its author."""
    new = NewReview(
        token=row.token,
        use_case=row.use_case,
        run_id=row.run_id,
        row=row.row,
        entity=entity_from_text(row.entity),
        target_date=row.target_date,
        person_id=row.person_id,
        answer=Answer(row.answer),
        seen=seen_from_json(row.seen),
        own_value=row.own_value,
        own_label=row.own_label,
        own_low=row.own_low,
        own_high=row.own_high,
        reason=row.reason,
        doubted=tuple(row.doubted),
        comment=row.comment,
        scenario=None if row.scenario is None else scenario_from_json(row.scenario),
    )
    return Review(row.id, new, person, row.may_decide, row.created_at, superseded, row.bulk_id, withdrawn)
