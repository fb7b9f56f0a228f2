"""Outcomes: who was right?"""

from presentation.words.catalogue import marked, text
from ui.day_states import draw_first_start, draw_no_run
from ui.frame import draw_lead, draw_title, frame, newest_day, use_cases_here
from ui.guard import Visit, enter, note_visit
from ui.outcomes import chosen_period, draw_outcomes
from ui.place import arrive_at_day, settle
from ui.problem import problems_shown

QUESTION = marked("Who was right?")


def _draw(visit: Visit) -> None:
    period = chosen_period()
    place = arrive_at_day()
    use_cases = use_cases_here(visit, place)
    place, days = newest_day(visit, use_cases, place)
    settle(place, day_only=True, period=period)
    draw_title(visit, text(QUESTION), use_cases, days, place)
    if place.use_case is None:
        draw_lead(((text("No predictions yet."), False),))
        draw_first_start()
        return
    note_visit(visit, "outcomes", place.use_case)
    if not days:
        draw_no_run(place.use_case)
        return
    draw_outcomes(visit, place.use_case, place.day)


with problems_shown(), frame():
    _draw(enter("outcomes"))
