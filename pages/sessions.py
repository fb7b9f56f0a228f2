"""Sessions: what do we decide?"""

from dataclasses import replace

from domain.errors import NotFoundError
from presentation.words.catalogue import marked, text
from services.read_session import read_session
from ui.day_states import draw_first_start
from ui.frame import draw_lead, draw_title, frame, newest_day, use_cases_here
from ui.guard import Visit, enter, note_visit
from ui.place import Place
from ui.problem import problems_shown
from ui.session import draw_session
from ui.session_list import draw_sessions
from ui.session_place import SessionPlace, arrive_at_session, settle_session
from ui.session_present import draw_present

QUESTION = marked("What do we decide?")


def _found(visit: Visit, place: SessionPlace) -> SessionPlace:
    """The place with its use case: of a link to a session alone, that of the session."""
    if place.session is None:
        use_cases = use_cases_here(visit, Place(use_case=place.use_case))
        return replace(place, use_case=newest_day(visit, use_cases, Place(use_case=place.use_case))[0].use_case)
    session = read_session(visit.deps, place.session).session
    if place.use_case not in (None, session.use_case):
        raise NotFoundError("session", str(place.session))
    return replace(place, use_case=session.use_case)


def _draw(visit: Visit) -> None:
    place = settle_session(_found(visit, arrive_at_session()))
    if place.present and place.session is not None:
        note_visit(visit, "sessions", place.use_case)
        draw_present(visit, place)
        return
    here = Place(use_case=place.use_case)
    draw_title(visit, text(QUESTION), use_cases_here(visit, here), (), here)
    if place.use_case is None:
        draw_lead(((text("No predictions yet."), False),))
        draw_first_start()
        return
    note_visit(visit, "sessions", place.use_case)
    if place.session is None:
        draw_sessions(visit, place.use_case)
    else:
        draw_session(visit, place)


with problems_shown(), frame():
    _draw(enter("sessions"))
