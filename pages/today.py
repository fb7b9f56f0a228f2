"""Today: what deserves a second look?"""

from dataclasses import replace

from services.list_days import list_days
from services.open_day import open_day
from services.open_prediction import open_prediction
from ui.day_states import draw_first_start, draw_no_run
from ui.frame import draw_early_plot, draw_lead, draw_title, frame, use_cases_here
from ui.guard import Visit, enter, note_visit
from ui.place import Place, arrive, settle
from ui.problem import problems_shown
from ui.today import draw_workplace

QUESTION = "What deserves a second look?"


def _found(visit: Visit, place: Place) -> Place:
    """The place with use case and day filled in: those of the prediction in the link, else the first and the newest."""
    use_cases = use_cases_here(visit, place)
    if place.prediction is not None and (place.use_case is None or place.day is None):
        opened = open_prediction(visit.deps, place.prediction)
        return replace(place, use_case=opened.use_case.name, day=opened.prediction.target_date)
    if not use_cases:
        return place
    return replace(place, use_case=place.use_case or use_cases[0].name)


def _draw(visit: Visit) -> None:
    place = _found(visit, arrive())
    use_case = place.use_case
    days = list_days(visit.deps, use_case) if use_case is not None else ()
    if use_case is not None and place.day is None and days:
        place = replace(place, day=days[0].target_date)
    settle(place)
    draw_title(visit, QUESTION, use_cases_here(visit, place), place)
    if use_case is None:
        draw_lead((("No predictions yet.", False),))
        draw_first_start()
        return
    note_visit(visit, "today", use_case)
    if not days:
        draw_no_run(use_case)
        return
    draw_workplace(visit, open_day(visit.deps, use_case, place.day))


with problems_shown(), frame():
    draw_early_plot()
    _draw(enter("today"))
