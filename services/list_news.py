"""What others answered a person since they last looked: steps of their disputes, and remarks in their threads."""

from dataclasses import dataclass
from datetime import UTC, datetime

from domain.dispute import Dispute, DisputeStep
from feedback_db.comments import PlacedComment
from services.dependencies import Dependencies

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
"""For somebody who has not looked yet."""


@dataclass(frozen=True)
class SettledNews:
    """The last step of a dispute of this person, by somebody else."""

    dispute: Dispute
    step: DisputeStep


@dataclass(frozen=True)
class News:
    """Newest first."""

    settled: tuple[SettledNews, ...]
    comments: tuple[PlacedComment, ...]

    @property
    def count(self) -> int:
        """How many pieces of news there are."""
        return len(self.settled) + len(self.comments)


def list_news(deps: Dependencies, use_case: str, person_id: int) -> News:
    """The news of a use case for a person."""
    with deps.feedback.read() as unit:
        since = unit.comments.seen_until(person_id) or BEGINNING
        own = [dispute for dispute in unit.disputes.of_author(person_id) if dispute.use_case == use_case]
        threads = unit.comments.threads_of(person_id) | {(dispute.run_id, dispute.row) for dispute in own}
        comments = [
            placed
            for placed in unit.comments.since(use_case, since)
            if placed.comment.person_id != person_id and (placed.comment.run_id, placed.comment.row) in threads
        ]
    # Where a dispute stands now; a step that another one followed is no news any more.
    last = [SettledNews(dispute, dispute.steps[-1]) for dispute in own]
    steps = [news for news in last if news.step.person_id != person_id and news.step.at > since]
    steps.sort(key=lambda news: news.step.at, reverse=True)
    return News(tuple(steps), tuple(reversed(comments)))


def see_news(deps: Dependencies, person_id: int) -> None:
    """Note that a person has seen everything until now."""
    with deps.feedback.write() as unit:
        unit.comments.see(person_id, deps.now())
