"""A process that answers predictions for several people at once, as their browsers would, through `record_review`.

`python -m benchmarks.answering` reads one line of JSON (an `Assignment`) and writes a line for every answer that was
acknowledged: its token, the id it was stored under, and the milliseconds it took. It may be killed at any moment and
started again with what was acknowledged so far; it then sends everything else, with the tokens of before.
"""

import json
import os
import random
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.made_up_runs import NOW
from domain.errors import DatabaseError
from domain.prediction import prediction_id
from domain.review import Answer
from feedback_db.unit_of_work import FeedbackDb
from prediction_store import PredictionStore
from services.dependencies import Dependencies
from services.record_review import GivenAnswer, record_review

STRIDE = 7
"""Places between the first predictions of two people, so that many of them are answered by several at once."""

DOUBLE_CLICKED, TWO_TABS = 3, 6
"""Of every ten answers the one that is sent twice at once, and the one that is given in two windows at once."""

RETRY_S = 0.02
"""A refused answer is sent again after about so long, as somebody pressing Save once more would."""

GIVE_UP_AFTER_S = 60
"""A database server that crashed is back within seconds."""


@dataclass(frozen=True)
class Assignment:
    """What one process does.

    Attributes:
        people: ids of those who sit before it.
        answers: how many predictions each of them answers, over and over the `rows` of the run.
        done: tokens that an earlier process acknowledged.
        patience_ms: how long the database waits for other writers before it refuses.
    """

    url: str
    folder: str
    run_id: str
    rows: int
    people: tuple[int, ...]
    answers: int
    done: tuple[str, ...] = ()
    patience_ms: int = 5_000


@dataclass(frozen=True)
class Intended:
    """One answer that somebody means to give. `sent` is how often it leaves the browser at once."""

    token: str
    person_id: int
    row: int
    answer: Answer
    value: int
    sent: int = 1


def intended(assignment: Assignment) -> Iterator[tuple[Intended, ...]]:
    """What the people of an assignment do, one after the other; several in one entry happen at the same time."""
    for person in assignment.people:
        for number in range(assignment.answers):
            row = (person * STRIDE + number) % assignment.rows
            answer = Answer.AGREE if number % 4 == 0 else Answer.DIFFERENT
            first = Intended(f"{person}-{number}", person, row, answer, number % 90)
            if number % 10 == DOUBLE_CLICKED:
                yield (replace(first, sent=2),)
            elif number % 10 == TWO_TABS:
                yield first, Intended(f"{first.token}-tab", person, row, Answer.DIFFERENT, number % 90 + 1)
            else:
                yield (first,)


def send(deps: Dependencies, assignment: Assignment, one: Intended) -> None:
    """Send an answer until it is acknowledged; say so in one write, so that a kill cannot cut the line."""
    about = prediction_id(assignment.run_id, one.row)
    value = str(one.value) if one.answer is Answer.DIFFERENT else ""
    given = GivenAnswer(one.token, about, one.person_id, one.answer, value)
    started = time.perf_counter()
    while True:
        try:
            review = record_review(deps, given)
            break
        except DatabaseError as error:
            if time.perf_counter() - started > GIVE_UP_AFTER_S:
                raise
            os.write(1, f"refused {error.fault}\n".encode())
            time.sleep(RETRY_S * (0.5 + random.random()))
    os.write(1, f"stored {one.token} {review.id} {(time.perf_counter() - started) * 1000:.2f}\n".encode())


def answer(deps: Dependencies, assignment: Assignment, person: int) -> None:
    """Everything that one person has still to say."""
    done = frozenset(assignment.done)
    with ThreadPoolExecutor(2) as windows:
        for together in intended(replace(assignment, people=(person,))):
            sends: Sequence[Intended] = [one for one in together for _ in range(one.sent) if one.token not in done]
            list(windows.map(lambda one: send(deps, assignment, one), sends))


def main() -> None:
    """Answer as the assignment on the standard input says; every person is a thread."""
    assignment = Assignment(**json.loads(sys.stdin.readline()))
    feedback = FeedbackDb(assignment.url, busy_timeout_ms=assignment.patience_ms)
    home = Path(assignment.folder)
    deps = Dependencies(feedback, PredictionStore(home / "predictions"), home, home / "use_cases", lambda: NOW)
    people = [threading.Thread(target=answer, args=(deps, assignment, person)) for person in assignment.people]
    for person in people:
        person.start()
    for person in people:
        person.join()
    feedback.close()


if __name__ == "__main__":
    main()
