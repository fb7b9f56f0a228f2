"""What really happened. A correction is a further revision; nothing is overwritten."""

import math
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, insert, select
from sqlalchemy.orm import Session

from domain.actual import Actual
from domain.entity import Entity, entity_from_text, entity_text
from feedback_db.locks import lock_use_case
from feedback_db.tables import ActualRow

ROWS_AT_ONCE = 10_000
"""Rows handed to the database in one statement; whole days, so a day larger than this is one statement."""

ENTITIES_AT_ONCE = 500
"""Entities named in one statement; databases limit how many values it may have."""

NewActual = tuple[Entity, date, float, str | None]
_Content = tuple[float, str | None]
_Known = dict[tuple[date, str], tuple[int, _Content]]


@dataclass(frozen=True)
class ActualsReceipt:
    """What became of actuals that were handed in."""

    new: int
    revised: int
    unchanged: int


class Actuals:
    """The actuals of all use cases."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def record(self, use_case: str, items: Iterable[NewActual], now: datetime) -> ActualsReceipt:
        """Store actuals; one that differs from its latest revision becomes the next revision.

        Of one entity and day handed in twice, the later item is the later revision.

        Args:
            use_case: a registered use case.
            items: (entity, target date, value in the unit of the target, class if any), in any order.
            now: when they arrived.

        Raises:
            NotFoundError: the use case is not registered.
            ValueError: a value is not finite; nothing of this call is stored.
        """
        lock_use_case(self._session, use_case)
        new = revised = unchanged = 0
        for chunk in _chunks_of_days(items):
            known = self._known(use_case, sorted({day for _, day, _, _ in chunk}))
            rows: list[dict[str, Any]] = []
            for entity, day, value, label in chunk:
                key = (day, entity_text(entity))
                revision, content = known.get(key, (0, None))
                if content == (value, label):
                    unchanged += 1
                    continue
                new, revised = (new, revised + 1) if revision else (new + 1, revised)
                known[key] = (revision + 1, (value, label))
                rows.append(_columns(use_case, key, known[key], now))
            if rows:
                self._session.execute(insert(ActualRow), rows)
        return ActualsReceipt(new, revised, unchanged)

    def latest(self, use_case: str, target_date: date) -> dict[Entity, Actual]:
        """The latest revision of every actual of a day."""
        found = self._select(ActualRow.use_case == use_case, ActualRow.target_date == target_date)
        return {actual.entity: actual for actual in found}

    def latest_of(self, use_case: str, wanted: Collection[tuple[date, Entity]]) -> dict[tuple[date, Entity], Actual]:
        """The latest revision of these actuals, as far as they are known."""
        by_day: dict[date, list[str]] = {}
        for day, entity in wanted:
            by_day.setdefault(day, []).append(entity_text(entity))
        found: dict[tuple[date, Entity], Actual] = {}
        for day, entities in by_day.items():
            for first in range(0, len(entities), ENTITIES_AT_ONCE):
                named = ActualRow.entity.in_(entities[first : first + ENTITIES_AT_ONCE])
                rows = self._select(ActualRow.use_case == use_case, ActualRow.target_date == day, named)
                found |= {(day, actual.entity): actual for actual in rows}
        return found

    def history(self, use_case: str, entity: Entity, target_date: date) -> tuple[Actual, ...]:
        """Every revision of one actual, oldest first."""
        of_day = (ActualRow.use_case == use_case, ActualRow.target_date == target_date)
        return tuple(self._select(*of_day, ActualRow.entity == entity_text(entity)))

    def _select(self, *conditions: ColumnElement[bool]) -> Iterator[Actual]:
        # Revisions ascend, so that in a dictionary by entity the latest one stays.
        statement = select(ActualRow).where(*conditions).order_by(ActualRow.entity, ActualRow.revision)
        for row in self._session.scalars(statement):
            entity = entity_from_text(row.entity)
            yield Actual(entity, row.target_date, row.value, row.revision, row.received_at, row.label)

    def _known(self, use_case: str, days: list[date]) -> _Known:
        columns = select(ActualRow.target_date, ActualRow.entity, ActualRow.revision, ActualRow.value, ActualRow.label)
        of_days = (ActualRow.use_case == use_case, ActualRow.target_date.in_(days))
        rows = self._session.execute(columns.where(*of_days).order_by(ActualRow.revision))
        return {(day, entity): (revision, (value, label)) for day, entity, revision, value, label in rows}


def _chunks_of_days(items: Iterable[NewActual]) -> Iterator[list[NewActual]]:
    # Sorting keeps the order within a day, and every day is looked up once.
    chunk: list[NewActual] = []
    for _, of_day in groupby(sorted(items, key=lambda item: item[1]), key=lambda item: item[1]):
        chunk.extend(of_day)
        if len(chunk) >= ROWS_AT_ONCE:
            yield chunk
            chunk = []
    yield chunk


def _columns(use_case: str, key: tuple[date, str], known: tuple[int, _Content], now: datetime) -> dict[str, Any]:
    (day, entity), (revision, (value, label)) = key, known
    if not math.isfinite(value):
        raise ValueError(f"actual of {entity} on {day} is {value}")
    return {
        "use_case": use_case,
        "target_date": day,
        "entity": entity,
        "revision": revision,
        "value": value,
        "label": label,
        "received_at": now,
    }
