"""What people are told of without looking: an alert, how it is told, and whether a channel took it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class AlertKind(StrEnum):
    """What happened."""

    PUBLISHED = "published"
    HELD = "held"
    LATE = "late"
    VOLUME = "volume"
    DRIFT = "drift"
    USE = "use"


AT_ONCE = frozenset({AlertKind.HELD, AlertKind.LATE})
"""Somebody has to act before people order by the predictions; everything else waits for the digest of the day."""


@dataclass(frozen=True)
class NewAlert:
    """Something to be told.

    Attributes:
        key: what makes it the same as an earlier one; the same key of a kind is told once.
        run_id: the run it is about, if it is about one.
        target_date: the day that its page shows; None for today's.
        sentence: what happened, in words; kept as it was said.
        detail: JSON values that its words need.
    """

    use_case: str
    kind: AlertKind
    key: str
    sentence: str
    run_id: str | None = None
    target_date: date | None = None
    detail: Mapping[str, object] = field(default_factory=dict)

    @property
    def at_once(self) -> bool:
        """Whether it does not wait for the digest."""
        return self.kind in AT_ONCE


@dataclass(frozen=True)
class Alert:
    """A recorded alert; `told_at` is when a channel first took it, None while none did."""

    id: int
    new: NewAlert
    created_at: datetime
    told_at: datetime | None


@dataclass(frozen=True)
class Message:
    """What a channel is given: plain text, the body with its links."""

    title: str
    body: str


@dataclass(frozen=True)
class Delivery:
    """Whether a channel took a message.

    Attributes:
        channel: its address, without what is secret in it.
        fault: why not; empty when it did.
    """

    channel: str
    fault: str = ""

    @property
    def ok(self) -> bool:
        """Whether the channel took it."""
        return not self.fault


@dataclass(frozen=True)
class Sending:
    """One message to one channel, as it went; `alerts` is how many alerts it told of."""

    use_case: str
    delivery: Delivery
    digest: bool
    alerts: int
    at: datetime
