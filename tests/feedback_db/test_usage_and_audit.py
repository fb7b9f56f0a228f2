"""Usage counts hours, not clicks; the audit trail only grows."""

from datetime import UTC, datetime, timedelta, timezone

from sqlalchemy import text

from feedback_db.audit import AuditEntry
from feedback_db.unit_of_work import FeedbackDb


def visits(db: FeedbackDb) -> int:
    with db.engine.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM usage")).scalar_one())


def test_a_page_counts_once_per_person_use_case_and_hour(db: FeedbackDb) -> None:
    at = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
    with db.write() as work:
        ana, ben = (work.people.add(name, may_decide=True, now=at) for name in ("Ana", "Ben"))
        assert work.usage.visit(ana.id, "today", "bakery", at)
        assert work.usage.visit(ana.id, "today", None, at)
        for minutes in (0, 30, 59):
            assert not work.usage.visit(ana.id, "today", "bakery", at + timedelta(minutes=minutes))
            assert not work.usage.visit(ana.id, "today", None, at + timedelta(minutes=minutes, seconds=59))
        assert work.usage.visit(ben.id, "today", "bakery", at)
        assert work.usage.visit(ana.id, "models", "bakery", at)
        assert work.usage.visit(ana.id, "today", "bakery", at + timedelta(hours=1))
        assert work.usage.visit(ana.id, "today", None, at + timedelta(hours=1))
    assert visits(db) == 6


def test_an_hour_is_an_hour_of_utc_wherever_the_visitor_is(db: FeedbackDb) -> None:
    kolkata = timezone(timedelta(hours=5, minutes=30))
    at = datetime(2026, 11, 21, 8, 50, tzinfo=UTC)
    with db.write() as work:
        ana = work.people.add("Ana", may_decide=True, now=at)
        assert work.usage.visit(ana.id, "today", None, at)
        assert not work.usage.visit(ana.id, "today", None, (at - timedelta(minutes=45)).astimezone(kolkata))
        assert work.usage.visit(ana.id, "today", None, (at + timedelta(minutes=15)).astimezone(kolkata))


def test_the_audit_trail_comes_newest_first_with_its_details(db: FeedbackDb, now: datetime) -> None:
    details = [{"number": number, "reason": "“x” 🥐", "list": [1, None, 2.5]} for number in range(3)]
    with db.write() as work:
        for number, detail in enumerate(details):
            work.audit.add("Ana", "promoted", f"bakery/{number}", detail, now + timedelta(seconds=number))
    with db.read() as work:
        newest, second = work.audit.all(2)
        assert len(work.audit.all(99)) == 3
    moment = now + timedelta(seconds=2)
    assert newest == AuditEntry(newest.id, moment, "Ana", "promoted", "bakery/2", details[2])
    assert second.detail == details[1]


def test_the_audit_says_when_something_was_last_done_to_a_subject(db: FeedbackDb, now: datetime) -> None:
    later = now + timedelta(hours=1)
    with db.write() as work:
        for moment, action, subject in (
            (later, "confirmed", "run a"),
            (now, "confirmed", "run a"),
            (later, "held", "run b"),
        ):
            work.audit.add("vouch", action, subject, {}, moment)
    with db.read() as work:
        assert work.audit.last("confirmed", "run a") == later
        assert work.audit.last("confirmed", "run b") is None
