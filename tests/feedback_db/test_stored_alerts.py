"""Alerts are recorded once, told once, and what went wrong with a channel is kept."""

from dataclasses import replace
from datetime import timedelta

from domain.alert import AlertKind, Delivery, NewAlert, Sending

LATE = NewAlert("bakery", AlertKind.LATE, "weather since 2026-11-18", "The weather is late.", detail={"days": 2})


def test_the_same_key_of_a_kind_is_recorded_once(db, published, now) -> None:
    other = replace(LATE, kind=AlertKind.DRIFT)
    with db.write() as work:
        stored = [work.alerts.raise_once(new, now) for new in (LATE, LATE, other)]
    assert stored == [True, False, True]
    with db.read() as work:
        assert [alert.new for alert in work.alerts.last("bakery", 10)] == [other, LATE]


def test_an_alert_waits_until_it_is_told_and_old_ones_are_no_news(db, published, now) -> None:
    new = replace(LATE, run_id=published.id, target_date=published.target_date)
    with db.write() as work:
        work.alerts.raise_once(new, now)
    with db.read() as work:
        (waiting,) = work.alerts.untold("bakery", now - timedelta(days=2))
        assert work.alerts.untold("bakery", now + timedelta(seconds=1)) == ()
    assert (waiting.new, waiting.created_at, waiting.told_at) == (new, now, None)
    with db.write() as work:
        work.alerts.tell([waiting.id], now)
        work.alerts.tell([waiting.id], now + timedelta(hours=1))
    with db.read() as work:
        assert work.alerts.untold("bakery", now - timedelta(days=2)) == ()
        assert [alert.told_at for alert in work.alerts.last("bakery", 1)] == [now]


def test_only_a_digest_that_a_channel_took_counts_as_the_digest_of_the_day(db, published, now) -> None:
    failed = Sending("bakery", Delivery("mailto://example.org", "refused"), digest=True, alerts=2, at=now)
    urgent = Sending("bakery", Delivery("mailto://example.org"), digest=False, alerts=1, at=now)
    with db.write() as work:
        work.alerts.note_sendings([failed, urgent])
    with db.read() as work:
        assert work.alerts.last_digest("bakery") is None
        assert work.alerts.sendings("bakery", 5) == (urgent, failed)
    taken = replace(failed, delivery=Delivery("mailto://example.org"), at=now + timedelta(minutes=1))
    with db.write() as work:
        work.alerts.note_sendings([taken])
    with db.read() as work:
        assert work.alerts.last_digest("bakery") == taken.at
