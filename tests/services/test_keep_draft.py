"""A half-written answer is kept until the answer is saved; it is never taken for an answer."""

import pytest

from domain.draft import DRAFT_LIMIT, DraftContent
from domain.errors import AnswerError, NotFoundError
from domain.prediction import prediction_id
from domain.review import Answer
from services.keep_draft import discard_draft, find_draft, keep_draft
from tests.services.desk import Desk

HALF = DraftContent(Answer.DIFFERENT, "12,", comment="the school")


def test_a_draft_is_ones_own_and_no_answer(desk: Desk) -> None:
    first = prediction_id(desk.run.id, 0)
    kept = keep_draft(desk.shop.deps, desk.ana.id, first, HALF)
    assert find_draft(desk.shop.deps, desk.ana.id, first) == kept
    assert find_draft(desk.shop.deps, desk.ben.id, first) is None
    assert find_draft(desk.shop.deps, desk.ana.id, prediction_id(desk.run.id, 1)) is None
    assert desk.stored() == ()
    discard_draft(desk.shop.deps, desk.ana.id, first)
    assert find_draft(desk.shop.deps, desk.ana.id, first) is None


def test_saving_the_answer_deletes_the_draft_of_that_person_only(desk: Desk) -> None:
    first = prediction_id(desk.run.id, 0)
    for person in (desk.ana, desk.ben):
        keep_draft(desk.shop.deps, person.id, first, HALF)
    desk.give(Answer.AGREE)
    assert find_draft(desk.shop.deps, desk.ana.id, first) is None
    assert find_draft(desk.shop.deps, desk.ben.id, first) is not None


def test_an_answer_that_is_refused_leaves_the_draft(desk: Desk) -> None:
    first = prediction_id(desk.run.id, 0)
    keep_draft(desk.shop.deps, desk.ana.id, first, HALF)
    with pytest.raises(AnswerError):
        desk.give(own_value="12,")
    assert find_draft(desk.shop.deps, desk.ana.id, first) is not None


def test_what_could_never_be_saved_is_no_draft(desk: Desk) -> None:
    with pytest.raises(AnswerError):
        keep_draft(desk.shop.deps, desk.ana.id, prediction_id(desk.run.id, 0), DraftContent(comment="x" * DRAFT_LIMIT))
    with pytest.raises(NotFoundError):
        find_draft(desk.shop.deps, desk.ana.id, "nonsense")
