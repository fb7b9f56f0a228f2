"""Team: who looks at what?"""

from presentation.words.catalogue import marked, text
from services.open_day import open_day
from ui.day_states import draw_first_start, draw_no_run
from ui.frame import draw_lead, draw_title, frame, newest_day, use_cases_here
from ui.guard import Visit, enter, note_visit
from ui.place import arrive_at_day, settle
from ui.problem import problems_shown
from ui.team import draw_team
from ui.team_use import chosen_segment, segment_parameters

QUESTION = marked("Who looks at what?")


def _draw(visit: Visit) -> None:
    segment = chosen_segment()
    place = arrive_at_day()
    use_cases = use_cases_here(visit, place)
    place, days = newest_day(visit, use_cases, place)
    settle(place, day_only=True, **segment_parameters(segment))
    draw_title(visit, text(QUESTION), use_cases, days, place)
    if place.use_case is None:
        draw_lead(((text("No predictions yet."), False),))
        draw_first_start()
        return
    note_visit(visit, "team", place.use_case)
    if not days:
        draw_no_run(place.use_case)
        return
    draw_team(visit, open_day(visit.deps, place.use_case, place.day), segment)


with problems_shown(), frame():
    _draw(enter("team"))
