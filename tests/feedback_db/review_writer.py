"""A process that records reviews as fast as it can: `review_writer.py URL RUN_ID REPEATED|ENDLESS SEED`.

It prints a token once the answer is acknowledged, and nothing else. REPEATED sends every token of a fixed set, from
two threads, in an order that depends on the seed; ENDLESS sends new tokens until it is killed.
"""

import random
import sys
import threading
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import count, product

from domain.review import Answer, NewReview, Seen
from feedback_db.unit_of_work import FeedbackDb

PEOPLE = (1, 2)
ROWS = range(3)
ANSWERS_EACH = range(5)
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
SEEN = Seen(52.0, None, 44.5, 61.0, None, 1, "2026-11-20", ())

Key = tuple[str, int, int]


def repeated(seed: int) -> list[Key]:
    keys = [(f"{person}-{row}-{number}", person, row) for person, row, number in product(PEOPLE, ROWS, ANSWERS_EACH)]
    random.Random(seed).shuffle(keys)
    return keys


def endless(seed: int) -> Iterator[Key]:
    return ((f"{seed}-{number}", PEOPLE[0], number % len(ROWS)) for number in count())


def write(db: FeedbackDb, run_id: str, keys: Iterable[Key]) -> None:
    for token, person, row in keys:
        new = NewReview(
            token, "bakery", run_id, row, ("North", str(row)), date(2026, 11, 22), person, Answer.AGREE, SEEN
        )
        with db.write() as work:
            work.reviews.record(new, NOW)
        sys.stdout.write(token + "\n")
        sys.stdout.flush()


def main(url: str, run_id: str, kind: str, seed: int) -> None:
    db = FeedbackDb(url)
    sys.stdin.readline()
    if kind == "ENDLESS":
        write(db, run_id, endless(seed))
    threads = [threading.Thread(target=write, args=(db, run_id, repeated(seed + number))) for number in (0, 1000)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
