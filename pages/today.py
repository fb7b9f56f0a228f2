"""Today: what deserves a second look?"""

from dataclasses import replace

from domain.errors import NotFoundError
from presentation.words.catalogue import marked, text
from services.open_day import open_day
from services.open_prediction import open_prediction
from ui.day_states import draw_first_start, draw_no_run
from ui.frame import draw_lead, draw_title, frame, newest_day, use_cases_here
from ui.guard import Visit, enter, note_visit
from ui.place import Place, arrive, settle
from ui.problem import problems_shown
from ui.today import draw_workplace

QUESTION = marked("What deserves a second look?")


def _found(visit: Visit, place: Place) -> Place:
    """The place with its use case and day: of a link to a prediction alone, those of the prediction."""
    if place.prediction is None or (place.use_case is not None and place.day is not None):
        return place
    opened = open_prediction(visit.deps, place.prediction)
    if place.use_case not in (None, opened.use_case.name):
        raise NotFoundError("prediction", place.prediction)
    return replace(place, use_case=opened.use_case.name, day=opened.prediction.target_date)


def _draw(visit: Visit) -> None:
    place = arrive()
    use_cases = use_cases_here(visit, place)
    place, days = newest_day(visit, use_cases, _found(visit, place))
    settle(place)
    draw_title(visit, text(QUESTION), use_cases, days, place)
    if place.use_case is None:
        draw_lead(((text("No predictions yet."), False),))
        draw_first_start()
        return
    note_visit(visit, "today", place.use_case)
    if not days:
        draw_no_run(place.use_case)
        return
    draw_workplace(visit, open_day(visit.deps, place.use_case, place.day))


with problems_shown(), frame():
    _draw(enter("today"))
