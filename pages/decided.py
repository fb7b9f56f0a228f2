"""The decided list: what counts for ordering?"""

from dataclasses import replace

from domain.run import RunState
from services.list_days import list_days
from services.open_day import open_day
from ui.day_states import draw_first_start, draw_no_run, draw_state
from ui.decided_list import draw_decided
from ui.frame import draw_lead, draw_title, frame, use_cases_here
from ui.guard import Visit, enter, note_visit
from ui.place import arrive_at_day, settle
from ui.problem import problems_shown

QUESTION = "What counts for ordering?"


def _draw(visit: Visit) -> None:
    place = arrive_at_day()
    use_cases = use_cases_here(visit, place)
    if place.use_case is None and use_cases:
        place = replace(place, use_case=use_cases[0].name)
    days = list_days(visit.deps, place.use_case) if place.use_case is not None else ()
    if place.day is None and days:
        place = replace(place, day=days[0].target_date)
    settle(place, day_only=True)
    draw_title(visit, QUESTION, use_cases, place)
    if place.use_case is None:
        draw_first_start()
        return
    note_visit(visit, "decided", place.use_case)
    if not days:
        draw_no_run(place.use_case)
        return
    day = open_day(visit.deps, place.use_case, place.day)
    if day.run.state is not RunState.PUBLISHED or not day.run.row_count:
        draw_lead((("Nothing is decided for this day.", False),))
        draw_state(day)
        return
    draw_decided(visit, day)


with problems_shown(), frame():
    _draw(enter("decided"))
