"""Data: can we trust today's data?"""

from presentation.words.catalogue import marked, text
from services.open_day import open_day
from ui.data import draw_data
from ui.data_place import arrive_at_data, settle_data, take_day_of_link
from ui.day_states import draw_first_start, draw_no_run
from ui.frame import draw_lead, draw_title, frame, newest_day, use_cases_here
from ui.guard import Visit, enter, note_visit
from ui.place import arrive_at_day
from ui.problem import problems_shown

QUESTION = marked("Can we trust today's data?")


def _draw(visit: Visit) -> None:
    take_day_of_link()
    view = arrive_at_data()
    place = arrive_at_day()
    use_cases = use_cases_here(visit, place)
    place, days = newest_day(visit, use_cases, place)
    settle_data(place, view)
    draw_title(visit, text(QUESTION), use_cases, days, place)
    if place.use_case is None:
        draw_lead(((text("No data yet."), False),))
        draw_first_start()
        return
    note_visit(visit, "data", place.use_case)
    if not days:
        draw_no_run(place.use_case)
        return
    draw_data(visit, open_day(visit.deps, place.use_case, place.day))


with problems_shown(), frame():
    _draw(enter("data"))
