"""Answers that were given on an earlier version of a day: do they stand? Asked of their authors, told to who orders."""

from domain.review import Review
from domain.run import Run
from services.dependencies import Dependencies


def list_open_questions(deps: Dependencies, run: Run, person_id: int | None = None) -> tuple[Review, ...]:
    """The last answer of each person on earlier runs of this day, where they have not answered this run.

    Args:
        deps: stores.
        run: the run that counts.
        person_id: only this person's; None: everybody's.
    """
    if run.supersedes is None:
        return ()
    with deps.feedback.read() as unit:
        people = [person_id] if person_id is not None else [person.id for person in unit.people.all()]
        answered = {(review.new.person_id, review.new.entity) for review in unit.reviews.for_run(run.id)}
        earlier = [
            review
            for person in people
            for review in unit.reviews.earlier_for_run(run.use_case, run.target_date, person, run.id)
        ]
    return tuple(review for review in earlier if (review.new.person_id, review.new.entity) not in answered)
