"""Alerts and how telling them went. An alert is recorded once per use case, kind and key."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from domain.alert import Alert, AlertKind, Delivery, NewAlert, Sending
from feedback_db.alert_tables import AlertRow, SendingRow
from feedback_db.insert_once import insert_once


class Alerts:
    """The alerts of all use cases."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def raise_once(self, new: NewAlert, now: datetime) -> bool:
        """Record an alert; whether it is new."""
        values = {
            **vars(new),
            "kind": new.kind.value,
            "detail": dict(new.detail),
            "created_at": now,
        }
        return insert_once(self._session, AlertRow, values, ["use_case", "kind", "key"])

    def untold(self, use_case: str, since: datetime) -> tuple[Alert, ...]:
        """What no channel has taken yet, oldest first; what is older than `since` is no news."""
        open_ones = (AlertRow.use_case == use_case, AlertRow.told_at.is_(None), AlertRow.created_at >= since)
        return tuple(
            _alert(row) for row in self._session.scalars(select(AlertRow).where(*open_ones).order_by(AlertRow.id))
        )

    def last(self, use_case: str, limit: int) -> tuple[Alert, ...]:
        """The last alerts, newest first."""
        newest = select(AlertRow).where(AlertRow.use_case == use_case).order_by(AlertRow.id.desc()).limit(limit)
        return tuple(_alert(row) for row in self._session.scalars(newest))

    def tell(self, ids: Collection[int], now: datetime) -> None:
        """Note that a channel took these alerts."""
        self._session.execute(
            update(AlertRow).where(AlertRow.id.in_(ids), AlertRow.told_at.is_(None)).values(told_at=now)
        )

    def note_sendings(self, sendings: Iterable[Sending]) -> None:
        """Keep how it went with each channel."""
        rows = [
            {
                "use_case": sending.use_case,
                "channel": sending.delivery.channel,
                "fault": sending.delivery.fault,
                "digest": sending.digest,
                "alerts": sending.alerts,
                "at": sending.at,
            }
            for sending in sendings
        ]
        if rows:
            self._session.execute(insert(SendingRow), rows)

    def last_digest(self, use_case: str) -> datetime | None:
        """When a channel last took a digest of a use case."""
        taken = (SendingRow.use_case == use_case, SendingRow.digest, SendingRow.fault == "")
        return self._session.scalar(select(SendingRow.at).where(*taken).order_by(SendingRow.id.desc()).limit(1))

    def sendings(self, use_case: str, limit: int) -> tuple[Sending, ...]:
        """How it last went with the channels, newest first."""
        newest = select(SendingRow).where(SendingRow.use_case == use_case).order_by(SendingRow.id.desc()).limit(limit)
        return tuple(
            Sending(row.use_case, Delivery(row.channel, row.fault), row.digest, row.alerts, row.at)
            for row in self._session.scalars(newest)
        )


def _alert(row: AlertRow) -> Alert:
    new = NewAlert(row.use_case, AlertKind(row.kind), row.key, row.sentence, row.run_id, row.target_date, row.detail)
    return Alert(row.id, new, row.created_at, row.told_at)
