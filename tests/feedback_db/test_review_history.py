"""Whatever people answer, in whatever order and however often a click is repeated: the database agrees with a list."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.errors import AnswerError
from domain.person import Person
from domain.review import Answer, NewReview
from domain.run import Run, RunState
from feedback_db.unit_of_work import UnitOfWork

comments = st.text(max_size=40)
clicks = st.tuples(
    st.integers(0, 9),  # token: few, so that many are repeated
    st.integers(0, 1),  # run
    st.integers(0, 2),  # row, and with it the entity
    st.integers(0, 2),  # person
    st.sampled_from(Answer),
    comments,
)
MOMENT = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
Click = tuple[int, int, int, int, Answer, str]


def latest_only(said: list[NewReview]) -> list[NewReview]:
    """The last answer per person, run and row, in the order of rows and then of time."""
    last = {(new.run_id, new.row, new.person_id): new for new in said}
    return sorted(last.values(), key=lambda new: (new.row, said.index(new)))


def answer_all(work: UnitOfWork, answers: list[NewReview]) -> list[NewReview]:
    """Hand everything in; what is stored, which is the first of every token without a zero byte."""
    said: dict[str, NewReview] = {}
    for new in answers:
        if "\0" in new.comment:
            with pytest.raises(AnswerError):
                work.reviews.record(new, MOMENT)
            continue
        review, stored = work.reviews.record(new, MOMENT)
        assert stored == (new.token not in said)
        assert review.new == said.setdefault(new.token, new)
    return list(said.values())


def check_run(work: UnitOfWork, run: Run, said: list[NewReview]) -> None:
    current = work.reviews.for_run(run.id)
    assert [review.new for review in current] == latest_only(said)
    assert not any(review.superseded for review in current)
    rows = sorted({new.row for new in said})
    assert work.reviews.reviewed_rows(run.id) == tuple(rows)
    everything = [
        review for row in rows for review in work.reviews.for_prediction(run.id, row, include_superseded=True)
    ]
    assert sorted(review.new.token for review in everything) == sorted(new.token for new in said)
    assert tuple(review for review in everything if not review.superseded) == current


def check_days(work: UnitOfWork, runs: list[Run], people: list[Person], said: list[NewReview]) -> None:
    first, second = runs
    for person in people:
        words = {new.entity: new for new in said if new.person_id == person.id and new.run_id == first.id}
        earlier = work.reviews.earlier_for_run("bakery", second.target_date, person.id, second.id)
        assert {review.new.entity: review.new for review in earlier} == words
    last_words = {(new.person_id, new.entity): new.answer for new in said}
    expected = {entity for (_, entity), answer in last_words.items() if answer is Answer.DIFFERENT}
    day = first.target_date
    assert work.reviews.disputed_entities("bakery", day, day + timedelta(days=1)) == expected


@pytest.mark.parametrize("kind", ["sqlite_url", pytest.param("postgres_url", marks=pytest.mark.postgres)])
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=st.lists(clicks, max_size=20))
def test_the_database_agrees_with_a_list_of_what_was_said(
    request: pytest.FixtureRequest,
    kind: str,
    undone: Callable[[str], AbstractContextManager[UnitOfWork]],
    new_run: Callable[..., Run],
    new_review: Callable[..., NewReview],
    now: datetime,
    history: list[Click],
) -> None:
    with undone(request.getfixturevalue(kind)) as work:
        people = [work.people.add(name, may_decide=name == "A", now=now) for name in "ABC"]
        runs = [work.runs.finish(new_run(batch=batch, state=RunState.PUBLISHED), ()) for batch in "xy"]
        answers = [
            new_review(
                runs[run],
                people[person].id,
                token=str(token),
                row=row,
                entity=("North", f"product {row}"),
                answer=answer,
                comment=comment,
            )
            for token, run, row, person, answer, comment in history
        ]
        said = answer_all(work, answers)
        for run in runs:
            check_run(work, run, [new for new in said if new.run_id == run.id])
        check_days(work, runs, people, said)
