"""Who looks at what, in words."""

from datetime import date

from domain.assignment import Part
from domain.team_progress import Tally, TeamProgress
from domain.use_case import UseCase
from presentation.words.catalogue import plural, text
from presentation.words.dates import near_day
from presentation.words.entities import key_label, key_value_text
from presentation.words.quantities import digits


def part_text(use_case: UseCase, part: Part) -> str:
    """What an assignment is about: "Store: North, Product: Rye bread", in the order of the keys."""
    if not part:
        return text("all predictions")
    order = {key: place for place, key in enumerate(use_case.keys)}
    known = sorted(part, key=lambda pair: (order.get(pair[0], len(order)), pair[0]))
    return ", ".join(
        text("{label}: {value}", label=key_label(use_case, key), value=key_value_text(use_case, key, value))
        for key, value in known
    )


def team_sentence(progress: TeamProgress, day: date, today: date) -> str:
    """The answer on top of the Team page; what needs somebody stands between asterisks."""
    whole = progress.whole
    lead = plural(
        "{count} prediction for {day}:", "{count} predictions for {day}:", whole.assigned,
        count=digits(whole.assigned, 0), day=near_day(day, today),
    )  # fmt: skip
    return f"{lead} {_nobodys(progress)} {_done(whole)}"


def _nobodys(progress: TeamProgress) -> str:
    if not progress.people:
        return text("nobody is assigned to them, so they are everybody's.")
    count = progress.nobody.assigned
    if not count:
        return text("all are somebody's.")
    return plural("*{count} is nobody's*.", "*{count} are nobody's*.", count, count=digits(count, 0))


def _done(whole: Tally) -> str:
    if not whole.todo:
        return text("All are answered.")
    if not whole.answered:
        return text("None is answered yet.")
    return text("{answered} answered, {todo} to do.", answered=digits(whole.answered, 0), todo=digits(whole.todo, 0))


def shared_sentence(progress: TeamProgress) -> str:
    """Why the rows add up to more than the whole; empty where they do not."""
    if not progress.shared:
        return ""
    return plural(
        "{count} prediction is assigned to several people and counts for each of them.",
        "{count} predictions are assigned to several people and count for each of them.",
        progress.shared,
        count=digits(progress.shared, 0),
    )


def progress_head() -> tuple[str, ...]:
    """The columns of `progress_rows`."""
    return text("Who"), text("Assigned"), text("Answered"), text("To do"), text("Still need a look")


def progress_rows(progress: TeamProgress) -> list[tuple[str, ...]]:
    """One row for each person by name, what is nobody's, and the whole."""
    people = [_row(person.name, person.tally) for person in progress.people]
    return [*people, _row(text("Nobody's"), progress.nobody), _row(text("All predictions"), progress.whole)]


def _row(name: str, tally: Tally) -> tuple[str, ...]:
    counts = (tally.assigned, tally.answered, tally.todo, tally.needs_look_todo)
    return name, *(digits(count, 0) for count in counts)


def own_state(tally: Tally) -> str:
    """How far the visitor is, for the status line of Today."""
    return text("yours: {answered} of {count}", answered=digits(tally.answered, 0), count=digits(tally.assigned, 0))


def nobodys_state(progress: TeamProgress) -> str:
    """What nobody looks at, for the status line of Today."""
    count = progress.nobody.todo
    return plural("{count} is nobody's", "{count} are nobody's", count, count=digits(count, 0))


def counted_words() -> str:
    """What is counted, and what is not."""
    return text(
        "Counted: which pages were opened (once per person and hour) and which answers were given. "
        "Not counted: clicks, time spent, what somebody looked at without answering. A prediction counts as looked at when it has an answer. "
        "Numbers per person are how far assignments are, in the order of names; nobody is ranked."
    )
