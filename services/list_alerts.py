"""The last alerts of a use case, and how it last went with each channel."""

from dataclasses import dataclass

from domain.alert import Alert, Sending
from services.dependencies import Dependencies

SHOWN = 20


@dataclass(frozen=True)
class AlertLog:
    """Newest first.

    Attributes:
        channels: the addresses that are set, without what is secret in them.
        failing: the last sending of each channel whose last sending failed.
    """

    alerts: tuple[Alert, ...]
    channels: tuple[str, ...]
    failing: tuple[Sending, ...]


def list_alerts(deps: Dependencies, use_case: str, limit: int = SHOWN) -> AlertLog:
    """What there was to tell of a use case."""
    with deps.feedback.read() as unit:
        alerts = unit.alerts.last(use_case, limit)
        sendings = unit.alerts.sendings(use_case, 10 * limit)
    last: dict[str, Sending] = {}
    for sending in sendings:
        last.setdefault(sending.delivery.channel, sending)
    channels = deps.channels.names()
    failing = tuple(sent for channel, sent in last.items() if not sent.delivery.ok and channel in channels)
    return AlertLog(alerts, channels, failing)
