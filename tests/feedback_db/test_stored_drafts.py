"""A draft is one per person and prediction, the last writer wins, and old ones go."""

from datetime import datetime, timedelta

import pytest

from domain.draft import DRAFT_DAYS, DraftContent, draft_from_json
from domain.person import Person
from domain.review import Answer
from domain.run import Run
from domain.scenario import Scenario
from feedback_db.drafts import DraftKey
from feedback_db.unit_of_work import FeedbackDb

HALF = DraftContent(Answer.DIFFERENT, "12,", None, "event", ("price",), "the school “zero”")


def test_a_draft_comes_back_as_it_was_written_until_it_is_overwritten_or_discarded(
    db: FeedbackDb, published: Run, ana: Person, ben: Person, now: datetime
) -> None:
    mine, other = DraftKey(ana.id, published.id, 3), DraftKey(ben.id, published.id, 3)
    with db.write() as work:
        work.drafts.keep(mine, HALF, now)
        work.drafts.keep(other, DraftContent(comment="Ben's"), now)
    with db.read() as work:
        found = work.drafts.find(mine)
        assert found is not None
        assert (found.content, found.changed_at) == (HALF, now)
    later = DraftContent(Answer.AGREE, comment="changed")
    with db.write() as work:
        work.drafts.keep(mine, later, now + timedelta(minutes=1))
        found = work.drafts.find(mine)
        assert found is not None
        assert (found.content, found.changed_at) == (later, now + timedelta(minutes=1))
        work.drafts.discard(mine)
        work.drafts.discard(mine)
        assert work.drafts.find(mine) is None
        assert work.drafts.find(other) is not None


def test_a_write_cleans_away_what_nobody_came_back_to(
    db: FeedbackDb, published: Run, ana: Person, now: datetime
) -> None:
    old, new = DraftKey(ana.id, published.id, 0), DraftKey(ana.id, published.id, 1)
    with db.write() as work:
        work.drafts.keep(old, HALF, now)
        work.drafts.keep(new, HALF, now + DRAFT_DAYS)
        assert work.drafts.find(old) is not None
        work.drafts.keep(new, HALF, now + DRAFT_DAYS + timedelta(seconds=1))
        assert work.drafts.find(old) is None


@pytest.mark.parametrize("content", [DraftContent(), HALF, DraftContent(Answer.CANNOT_TELL, own_label="late")])
def test_a_draft_survives_being_text(content: DraftContent) -> None:
    assert draft_from_json(content.as_json()) == content


def test_a_draft_keeps_the_scenario_that_was_attached() -> None:
    scenario = Scenario("rain", (("rain", 4.0),), None, 41.0, None, 35.0, 50.0, 7)
    assert draft_from_json(DraftContent(scenario=scenario).as_json()).scenario == scenario
