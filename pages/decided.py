"""The decided list: what counts for ordering?"""

from domain.run import RunState
from presentation.words.catalogue import marked, text
from services.open_day import open_day
from ui.day_states import draw_first_start, draw_no_run, draw_state
from ui.decided_list import draw_decided
from ui.frame import draw_lead, draw_title, frame, newest_day, use_cases_here
from ui.guard import Visit, enter, note_visit
from ui.place import arrive_at_day, settle
from ui.problem import problems_shown

QUESTION = marked("What counts for ordering?")


def _draw(visit: Visit) -> None:
    place = arrive_at_day()
    use_cases = use_cases_here(visit, place)
    place, days = newest_day(visit, use_cases, place)
    settle(place, day_only=True)
    draw_title(visit, text(QUESTION), use_cases, days, place)
    if place.use_case is None:
        draw_first_start()
        return
    note_visit(visit, "decided", place.use_case)
    if not days:
        draw_no_run(place.use_case)
        return
    day = open_day(visit.deps, place.use_case, place.day)
    if day.run.state is not RunState.PUBLISHED or not day.run.row_count:
        draw_lead(((text("Nothing is decided for this day."), False),))
        draw_state(visit, day)
        return
    draw_decided(visit, day)


with problems_shown(), frame():
    _draw(enter("decided"))
