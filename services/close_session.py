"""Close a session: its minutes are frozen with a hash. Only an amendment, itself recorded, opens it again."""

from dataclasses import dataclass

from domain.errors import NotFoundError, PredictionFileError, SessionError
from domain.opened_session import OpenedSession
from domain.permission import Permission, require
from domain.session import EventKind, Session
from feedback_db.sessions import NewEvent, StoredMinutes
from presentation.reports.minutes import Seen, minutes_letter
from presentation.reports.minutes_files import minutes_csv, minutes_hash, minutes_html, minutes_markdown
from presentation.words.agenda_points import point_title
from services.dependencies import Dependencies
from services.open_prediction import open_prediction
from services.read_session import ensure_open, read_session, session_within
from services.sign_in import present
from services.talk_about_prediction import checked_words

ATTEMPTS = 5
"""Minutes are made outside of the transaction that stores them; when somebody writes meanwhile, they are made again."""


@dataclass(frozen=True)
class Closing:
    """How a session is closed; the same token closes it once. `words` may be empty."""

    token: str
    words: str = ""


def close_session(deps: Dependencies, person_id: int, session_id: int, closing: Closing) -> StoredMinutes:
    """Close a session and freeze its minutes. Points that were not talked about are listed as not discussed.

    Raises:
        NotAllowedError: the person may not hold sessions.
        NotFoundError: no such session.
        SessionError: it is closed already, two versions of something wait for a choice, or somebody kept writing.
        TalkError: too many words.
    """
    person = present(deps, person_id)
    require(person, Permission.HOLD_SESSIONS)
    words = checked_words(closing.words) if closing.words.strip() else ""
    for _ in range(ATTEMPTS):
        opened = read_session(deps, session_id)
        _ensure_chosen(opened)
        letter = minutes_letter(opened, _seen(deps, opened), (person.name, words, deps.now()))
        with deps.feedback.write() as unit:
            session = unit.sessions.lock(session_id)
            if unit.sessions.has_event(session_id, closing.token):
                # Sent again: it was closed by this, whatever happened to it since.
                return unit.sessions.minutes_of(session_id)[-1]
            ensure_open(session)
            if session_within(unit, session_id) != opened:
                continue
            event_id = unit.sessions.add_event(
                session_id, NewEvent(closing.token, EventKind.CLOSED, person_id, words), deps.now()
            )
            assert event_id is not None, "a token is made for one closing"
            html = minutes_html(letter)
            files = (html, minutes_markdown(letter), minutes_csv(letter))
            unit.sessions.freeze(event_id, files, minutes_hash(html))
            return unit.sessions.minutes_of(session_id)[-1]
    raise SessionError("kept changing")


def _ensure_chosen(opened: OpenedSession) -> None:
    for number, point in enumerate(opened.points, 1):
        if point.decision.in_conflict:
            raise SessionError("choose first", point_title(opened.use_case, point), (str(number),))
    for action in opened.actions:
        if action.conflicts:
            raise SessionError("choose first", found=action.what)


def _seen(deps: Dependencies, opened: OpenedSession) -> dict[int, Seen]:
    """The predictions of the agenda; one that was imported, or whose files are gone, has no drawing in the minutes."""
    found = {}
    for point in opened.points:
        if point.item.prediction is None:
            continue
        try:
            prediction = open_prediction(deps, point.item.prediction)
        except (PredictionFileError, NotFoundError):
            continue
        if prediction.run.version is None:
            continue
        found[point.item.id] = Seen(prediction.use_case, prediction.prediction)
    return found


def amend_session(deps: Dependencies, person_id: int, session_id: int, token: str, words: str) -> Session:
    """Open a closed session again, with the reason; the minutes so far stay, and closing it again makes further ones.

    Raises:
        NotAllowedError: the person may not hold sessions.
        NotFoundError: no such session.
        SessionError: it is open.
        TalkError: no words, or too many.
    """
    require(present(deps, person_id), Permission.HOLD_SESSIONS)
    said = checked_words(words)
    with deps.feedback.write() as unit:
        session = unit.sessions.lock(session_id)
        if session.is_open:
            raise SessionError("not closed", session.title)
        unit.sessions.add_event(session_id, NewEvent(token, EventKind.AMENDED, person_id, said), deps.now())
        return unit.sessions.by_id(session_id)


def list_minutes(deps: Dependencies, session_id: int) -> tuple[StoredMinutes, ...]:
    """All minutes of a session, oldest first."""
    with deps.feedback.read() as unit:
        return unit.sessions.minutes_of(session_id)
