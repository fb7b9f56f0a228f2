"""Open a session for a use case and a period; its agenda builds itself."""

from dataclasses import dataclass
from datetime import date, timedelta

from domain.errors import NotFoundError, SessionError
from domain.permission import Permission, require
from domain.session import LONGEST_MINUTES, TIMEBOX_MINUTES, TITLE_LIMIT, Session
from domain.session_fields import Subject
from feedback_db.session_fields import NewEntry
from feedback_db.sessions import NewSession
from feedback_db.unit_of_work import UnitOfWork
from services.build_agenda import Agenda, build_agenda
from services.choose_runs import newest_published
from services.dependencies import Dependencies
from services.sign_in import present

PERIOD_DAYS = 7
"""The usual session is about a week."""

SHOWN_SESSIONS = 50

WHOLE_SESSION = Subject("session", 0)
"""What the fields of the session itself belong to."""


@dataclass(frozen=True)
class Meeting:
    """A session as it is asked for; the same token opens it once."""

    token: str
    use_case: str
    title: str
    first: date
    last: date
    minutes: int = TIMEBOX_MINUTES
    participants: tuple[int, ...] = ()


def usual_period(deps: Dependencies, use_case: str) -> tuple[date, date]:
    """The last seven target dates up to today, or up to the newest published run where that is earlier; and what is predicted ahead.

    Who disagrees this morning disagrees about tomorrow: without the days ahead it would wait for the session after the next.
    """
    run = newest_published(deps, use_case)
    today = deps.now().astimezone().date()
    newest = run.target_date if run is not None else today
    return min(today, newest) - timedelta(days=PERIOD_DAYS - 1), newest


def list_sessions(deps: Dependencies, use_case: str) -> tuple[Session, ...]:
    """The last sessions of a use case, the newest first."""
    with deps.feedback.read() as unit:
        return unit.sessions.of_use_case(use_case, SHOWN_SESSIONS)


def open_session(deps: Dependencies, person_id: int, meeting: Meeting) -> Session:
    """Open a session with the agenda that the period asks for. Whoever opens it leads it and takes part.

    Raises:
        NotAllowedError: the person may not hold sessions.
        SessionError: no title, a period or a timebox that cannot be, somebody who left; nothing was stored.
        NotFoundError: no such use case or person.
    """
    require(present(deps, person_id), Permission.HOLD_SESSIONS)
    title = _checked(meeting)
    with deps.feedback.read() as unit:
        unit.use_cases.content_hash(meeting.use_case)
        people = _people(unit, (person_id, *meeting.participants))
    agenda = build_agenda(deps, meeting.use_case, meeting.first, meeting.last)
    new = NewSession(meeting.token, meeting.use_case, title, meeting.first, meeting.last, meeting.minutes, person_id)
    with deps.feedback.write() as unit:
        session, stored = unit.sessions.open(new, people, deps.now())
        if stored:
            _fill(deps, unit, session, agenda)
        return session


def _fill(deps: Dependencies, unit: UnitOfWork, session: Session, agenda: Agenda) -> None:
    for item in agenda.items:
        unit.agenda.add_item(session.id, item, None, deps.now())
    if agenda.left_out or agenda.unreadable:
        value = {
            "left_out": [day.isoformat() for day in agenda.left_out],
            "unreadable": [day.isoformat() for day in agenda.unreadable],
        }
        entry = NewEntry(f"looked-{session.id}", WHOLE_SESSION, "looked", value, (), session.leader_id)
        unit.fields.write(session.id, entry, deps.now())


def _checked(meeting: Meeting) -> str:
    title = meeting.title.strip()
    if not title:
        raise SessionError("title missing")
    if len(title) > TITLE_LIMIT or "\0" in title:
        raise SessionError("title too long", str(len(title)), (str(TITLE_LIMIT),))
    if meeting.last < meeting.first:
        raise SessionError("period", meeting.last.isoformat(), (meeting.first.isoformat(),))
    if not 1 <= meeting.minutes <= LONGEST_MINUTES:
        raise SessionError("timebox", str(meeting.minutes), (str(LONGEST_MINUTES),))
    return title


def _people(unit: UnitOfWork, wanted: tuple[int, ...]) -> tuple[int, ...]:
    """Each once, in the order in which they were named.

    Raises:
        SessionError: somebody left.
        NotFoundError: nobody has this id.
    """
    for person_id in dict.fromkeys(wanted):
        person = unit.people.by_id(person_id)
        if person is None:
            raise NotFoundError("person", str(person_id))
        if not person.active:
            raise SessionError("owner left", person.name)
    return tuple(dict.fromkeys(wanted))


def begin_session(deps: Dependencies, person_id: int, session_id: int) -> None:
    """Start the clock of the timebox, once; later calls change nothing.

    Raises:
        NotAllowedError: the person may not hold sessions.
        NotFoundError: no such session.
    """
    require(present(deps, person_id), Permission.HOLD_SESSIONS)
    with deps.feedback.write() as unit:
        if unit.sessions.lock(session_id).is_open:
            value: dict[str, object] = {"at": deps.now().isoformat()}
            unit.fields.write(
                session_id, NewEntry(f"began-{session_id}", WHOLE_SESSION, "began", value, (), person_id), deps.now()
            )


def invite(deps: Dependencies, actor_id: int, session_id: int, person_id: int) -> Session:
    """Let somebody take part who was not named in the beginning.

    Raises:
        NotAllowedError: the actor may not hold sessions.
        SessionError: the session is closed, or the person left.
        NotFoundError: no such session or person.
    """
    require(present(deps, actor_id), Permission.HOLD_SESSIONS)
    with deps.feedback.write() as unit:
        session = unit.sessions.lock(session_id)
        if not session.is_open:
            raise SessionError("closed", session.title)
        for known in _people(unit, (person_id,)):
            unit.sessions.invite(session_id, known)
        return unit.sessions.by_id(session_id)
