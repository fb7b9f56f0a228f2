"""What was decided about held runs, and what became of it."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from domain.release import Release, ReleaseEnd, ReleaseKind
from feedback_db.insert_once import insert_once
from feedback_db.release_tables import RunReleaseEndRow, RunReleaseRow
from feedback_db.tables import PersonRow


class Releases:
    """The decisions about all held runs."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def ask(self, release: Release, person_id: int) -> bool:
        """Store a decision once per token; whether it was stored now."""
        values = {
            "token": release.token,
            "use_case": release.use_case,
            "run_id": release.run_id,
            "kind": release.kind,
            "person_id": person_id,
            "reason": release.reason,
            "created_at": release.at,
        }
        return insert_once(self._session, RunReleaseRow, values, ["token"])

    def end(self, token: str, outcome: ReleaseEnd, made: str | None, words: str, now: datetime) -> bool:
        """Store what became of a decision; the first that is said of it stays. Whether it was stored now."""
        release_id = self._session.scalar(select(RunReleaseRow.id).where(RunReleaseRow.token == token))
        if release_id is None:
            return False
        values = {
            "release_id": release_id,
            "outcome": outcome.value,
            "made_run_id": made,
            "words": words,
            "ended_at": now,
        }
        return insert_once(self._session, RunReleaseEndRow, values, ["release_id"])

    def by_token(self, token: str) -> Release | None:
        """One decision."""
        found = self._select(RunReleaseRow.token == token, 1)
        return found[0] if found else None

    def of_run(self, run_id: str) -> tuple[Release, ...]:
        """The decisions about one held run, newest first."""
        return self._select(RunReleaseRow.run_id == run_id, None)

    def last(self, use_case: str, limit: int) -> tuple[Release, ...]:
        """The last decisions of a use case, newest first."""
        return self._select(RunReleaseRow.use_case == use_case, limit)

    def _select(self, condition: ColumnElement[bool], limit: int | None) -> tuple[Release, ...]:
        statement = (
            select(RunReleaseRow, PersonRow.name, RunReleaseEndRow)
            .join(PersonRow, PersonRow.id == RunReleaseRow.person_id)
            .outerjoin(RunReleaseEndRow, RunReleaseEndRow.release_id == RunReleaseRow.id)
            .where(condition)
            .order_by(RunReleaseRow.id.desc())
            .limit(limit)
        )
        return tuple(_release(*row) for row in self._session.execute(statement))


def _release(row: RunReleaseRow, person: str, end: Any) -> Release:
    asked = Release(
        row.token, row.use_case, row.run_id, cast(ReleaseKind, row.kind), person, row.reason, row.created_at
    )
    if end is None:
        return asked
    told = {"end": ReleaseEnd(end.outcome), "made": end.made_run_id, "words": end.words, "ended_at": end.ended_at}
    return Release(**{**vars(asked), **told})
