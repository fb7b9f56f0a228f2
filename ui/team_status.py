"""How far the team is, in short, for the status line of Today: the visitor's own part, and what nobody looks at."""

from presentation.words.catalogue import text
from presentation.words.team import nobodys_state, own_state
from services.follow_team import follow_team
from services.open_day import Day
from ui.guard import Visit
from ui.markup import chip


def team_chips(visit: Visit, day: Day) -> str:
    """Chips as HTML; none where nobody is assigned to anything."""
    progress = follow_team(visit.deps, day.run)
    if not progress.people:
        return ""
    own = progress.of(visit.person.id)
    found = ""
    if own is not None:
        tip = text("Predictions assigned to you that somebody has answered, and all of them.")
        found += chip(own_state(own), "you" if own.todo else "", tip)
    if progress.nobody.todo:
        found += chip(nobodys_state(progress), tip=text("Without an answer yet, and assigned to nobody: see Team."))
    return found
