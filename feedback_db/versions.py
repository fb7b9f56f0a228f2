"""The catalogue of model versions; the files are in `models`."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from domain.errors import BusyError, NotFoundError
from domain.version import Version, VersionState
from feedback_db.locks import lock_use_case
from feedback_db.tables import VersionRow


class Versions:
    """The versions of all use cases."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def next_number(self, use_case: str) -> int:
        """The number that the next version of this use case will have."""
        highest = self._session.scalar(select(func.max(VersionRow.number)).where(VersionRow.use_case == use_case))
        return (highest or 0) + 1

    def add(self, version: Version) -> Version:
        """Store a version. The first of its use case becomes champion, every later one is a candidate.

        Raises:
            NotFoundError: the use case is not registered.
            BusyError: another training took this number.
        """
        lock_use_case(self._session, version.use_case)
        known = self.all(version.use_case)
        if any(other.number == version.number for other in known):
            raise BusyError(f"version {version.number}", version.use_case)
        if known:
            stored = replace(version, state=VersionState.CANDIDATE, promoted_at=None)
        else:
            promoted_at = version.promoted_at or version.created_at
            stored = replace(version, state=VersionState.CHAMPION, promoted_at=promoted_at)
        self._session.execute(insert(VersionRow).values(**_columns(stored)))
        return stored

    def champion(self, use_case: str) -> Version | None:
        """The version that scores the daily batch."""
        is_champion = VersionRow.state == VersionState.CHAMPION.value
        row = self._session.scalars(
            select(VersionRow).where(VersionRow.use_case == use_case, is_champion)
        ).one_or_none()
        return _version(row) if row is not None else None

    def by_number(self, use_case: str, number: int) -> Version:
        """One version.

        Raises:
            NotFoundError: no such version; it lists the numbers that exist.
        """
        known = self.all(use_case)
        for version in known:
            if version.number == number:
                return version
        raise NotFoundError("version", str(number), tuple(str(version.number) for version in known))

    def all(self, use_case: str) -> tuple[Version, ...]:
        """Every version of a use case, oldest first."""
        statement = select(VersionRow).where(VersionRow.use_case == use_case).order_by(VersionRow.number)
        return tuple(_version(row) for row in self._session.scalars(statement))

    def promote(self, use_case: str, number: int, reason: str, now: datetime) -> Version:
        """Make a version the champion and retire the one that was. Promoting the champion again changes nothing.

        Raises:
            NotFoundError: no such use case or version.
        """
        lock_use_case(self._session, use_case)
        chosen = self.by_number(use_case, number)
        if chosen.state is VersionState.CHAMPION:
            return chosen
        champion = self.champion(use_case)
        # The old champion leaves first: at no moment may there be two.
        if champion is not None:
            self._change(champion, {"state": VersionState.RETIRED.value})
        self._change(chosen, {"state": VersionState.CHAMPION.value, "promoted_at": now, "reason": reason})
        return self.by_number(use_case, number)

    def _change(self, version: Version, values: dict[str, Any]) -> None:
        one = (VersionRow.use_case == version.use_case, VersionRow.number == version.number)
        self._session.execute(update(VersionRow).where(*one).values(**values))


def _columns(version: Version) -> dict[str, Any]:
    return {**vars(version), "state": version.state.value, "metrics": dict(version.metrics)}


def _version(row: VersionRow) -> Version:
    return Version(
        use_case=row.use_case,
        number=row.number,
        state=VersionState(row.state),
        location=row.location,
        file_hash=row.file_hash,
        metrics=row.metrics,
        data_from=row.data_from,
        data_through=row.data_through,
        created_at=row.created_at,
        promoted_at=row.promoted_at,
        reason=row.reason,
    )
