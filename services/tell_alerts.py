"""Tell what there is to tell: what cannot wait at once, the rest in one digest a day. A failing channel is noted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from domain.alert import Alert, Delivery, Sending
from domain.errors import BusyError
from domain.use_case import UseCase
from presentation.words.alerts import message_of
from services.dependencies import Dependencies
from services.hold_lock import hold_lock

STALE = timedelta(days=2)
"""What nobody could be told for so long is no news: a channel set up today does not begin with last month."""


@dataclass(frozen=True)
class Told:
    """What was told just now, and how it went with each channel."""

    alerts: tuple[Alert, ...] = ()
    deliveries: tuple[Delivery, ...] = ()

    @property
    def failed(self) -> tuple[Delivery, ...]:
        """The channels that did not take it."""
        return tuple(delivery for delivery in self.deliveries if not delivery.ok)


def tell_alerts(deps: Dependencies, use_case: UseCase) -> Told:
    """Send what no channel has taken yet. What fails on every channel is tried again by the next job.

    Raises:
        DatabaseError: the catalogue could not be read or written.
    """
    if not deps.channels.names():
        return Told()
    try:
        with hold_lock(deps, f"alerts of {use_case.name}"):
            return _tell(deps, use_case)
    except BusyError:  # Another process tells these very alerts.
        return Told()


def _tell(deps: Dependencies, use_case: UseCase) -> Told:
    now = deps.now()
    with deps.feedback.read() as unit:
        waiting = unit.alerts.untold(use_case.name, now - STALE)
        last = unit.alerts.last_digest(use_case.name)
    urgent = [alert for alert in waiting if alert.new.at_once]
    rest = [alert for alert in waiting if not alert.new.at_once]
    told = _send(deps, use_case, urgent, digest=False)
    if last is not None and _day(last) == _day(now):
        return told
    later = _send(deps, use_case, rest, digest=True)
    return Told((*told.alerts, *later.alerts), (*told.deliveries, *later.deliveries))


def _day(moment: datetime) -> date:
    return moment.astimezone().date()


def _send(deps: Dependencies, use_case: UseCase, alerts: Sequence[Alert], *, digest: bool) -> Told:
    if not alerts:
        return Told()
    deliveries = deps.channels.send(message_of(use_case, alerts, deps.address, digest=digest))
    now = deps.now()
    with deps.feedback.write() as unit:
        unit.alerts.note_sendings(Sending(use_case.name, delivery, digest, len(alerts), now) for delivery in deliveries)
        if any(delivery.ok for delivery in deliveries):
            unit.alerts.tell([alert.id for alert in alerts], now)
    return Told(tuple(alerts), deliveries)
