"""Insights: what drives the model?"""

from presentation.words.catalogue import marked, text
from services.open_day import open_day
from ui.day_states import draw_first_start, draw_no_run
from ui.frame import draw_lead, draw_title, frame, newest_day, use_cases_here
from ui.guard import Visit, enter, note_visit
from ui.insights import draw_insights
from ui.insights_place import arrive_at_view, settle_view
from ui.place import arrive_at_day
from ui.problem import problems_shown

QUESTION = marked("What drives the model?")


def _draw(visit: Visit) -> None:
    view = arrive_at_view()
    place = arrive_at_day()
    use_cases = use_cases_here(visit, place)
    place, days = newest_day(visit, use_cases, place)
    settle_view(place, view)
    draw_title(visit, text(QUESTION), use_cases, days, place)
    if place.use_case is None:
        draw_lead(((text("No predictions yet."), False),))
        draw_first_start()
        return
    note_visit(visit, "insights", place.use_case)
    if not days:
        draw_no_run(place.use_case)
        return
    draw_insights(visit, open_day(visit.deps, place.use_case, place.day))


with problems_shown(), frame():
    _draw(enter("insights"))
