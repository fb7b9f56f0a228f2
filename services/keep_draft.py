"""Keep a half-written answer, so that a reload, another tab or a dropped connection does not lose it."""

import json

from domain.draft import DRAFT_LIMIT, Draft, DraftContent
from domain.errors import AnswerError
from domain.prediction import parse_prediction_id
from feedback_db.drafts import DraftKey
from services.dependencies import Dependencies


def keep_draft(deps: Dependencies, person_id: int, prediction_id: str, content: DraftContent) -> Draft:
    """Store a draft in place of the person's earlier one on this prediction. The last writer wins.

    Raises:
        AnswerError: it is longer than anything that could be saved.
        NotFoundError: the text is no prediction id.
    """
    length = len(json.dumps(content.as_json(), ensure_ascii=False))
    if length > DRAFT_LIMIT:
        raise AnswerError("comment too long", found=str(length), allowed=(str(DRAFT_LIMIT),))
    draft = Draft(content, deps.now())
    with deps.feedback.write() as unit:
        unit.drafts.keep(_key(person_id, prediction_id), content, draft.changed_at)
    return draft


def find_draft(deps: Dependencies, person_id: int, prediction_id: str) -> Draft | None:
    """What this person has begun to answer on a prediction, if anything.

    Raises:
        NotFoundError: the text is no prediction id.
    """
    with deps.feedback.read() as unit:
        return unit.drafts.find(_key(person_id, prediction_id))


def discard_draft(deps: Dependencies, person_id: int, prediction_id: str) -> None:
    """Delete a draft, if there is one.

    Raises:
        NotFoundError: the text is no prediction id.
    """
    with deps.feedback.write() as unit:
        unit.drafts.discard(_key(person_id, prediction_id))


def _key(person_id: int, prediction_id: str) -> DraftKey:
    return DraftKey(person_id, *parse_prediction_id(prediction_id))
