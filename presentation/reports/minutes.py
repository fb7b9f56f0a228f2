"""The minutes of a session as words and drawings: a letter to those who were not there. Rendered by the modules beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from domain.opened_session import OpenedSession, Point
from domain.prediction import Prediction
from domain.review import Review
from domain.session import Outcome, SessionEvent
from domain.use_case import UseCase
from presentation.charts.waterfall import waterfall_steps
from presentation.reports.waterfall_svg import waterfall_svg
from presentation.words.actions import action_kind_word, action_sentence, action_state_word, owner_text
from presentation.words.agenda_points import point_sentences, point_title
from presentation.words.catalogue import text
from presentation.words.dates import day_text, day_with_year, moment_text
from presentation.words.disputes import state_word
from presentation.words.quantities import scale_of, shown
from presentation.words.sentence import prediction_sentence
from presentation.words.sessions import decided_words, kind_word, period_text


@dataclass(frozen=True)
class Seen:
    """A prediction as the session saw it, with the use case of its run."""

    use_case: UseCase
    prediction: Prediction


@dataclass(frozen=True)
class Section:
    """A point of the minutes.

    Attributes:
        svg: its waterfall; empty where there is none.
        why: the prediction in a sentence.
        quotes: what people wrote beside their answers.
        decided: what was decided; empty where nothing was.
    """

    number: int
    kind: str
    title: str
    day: str
    sentences: tuple[str, ...]
    quotes: tuple[str, ...]
    why: str
    svg: str
    decided: str
    notes: tuple[str, ...]
    actions: tuple[str, ...]


@dataclass(frozen=True)
class Letter:
    """The minutes in words.

    Attributes:
        discussed, left: points with a decision or a note, and those without.
        actions: what, what for, who, until when, how it stands.
        history: closings before this one and amendments.
    """

    session_id: int
    title: str
    headings: Mapping[str, str]
    opening: tuple[str, ...]
    discussed: tuple[Section, ...]
    left: tuple[Section, ...]
    notes: tuple[str, ...]
    action_heads: tuple[str, ...]
    actions: tuple[tuple[str, ...], ...]
    history: tuple[str, ...]
    closing: str


def minutes_letter(opened: OpenedSession, seen: Mapping[int, Seen], closing: tuple[str, str, datetime]) -> Letter:
    """The minutes of a session.

    Args:
        opened: the session as it is closed.
        seen: the prediction of each item that has one and whose files are there, by the id of the item.
        closing: who closes it, in which words (may be empty), and when.
    """
    sections = [
        (_section(opened, at, point, seen.get(point.item.id)), point) for at, point in enumerate(opened.points, 1)
    ]
    person, words, moment = closing
    closed = text("{person} closed this session on {moment}.", person=person, moment=_moment(moment))
    return Letter(
        opened.session.id,
        text("Minutes: {title}", title=opened.session.title),
        _headings(),
        _opening(opened, moment),
        tuple(section for section, point in sections if _was_discussed(point)),
        tuple(section for section, point in sections if not _was_discussed(point)),
        tuple(_note(note.person, note.at, note.words) for note in opened.notes),
        (text("What"), text("What for"), text("Who"), text("Until"), text("State")),
        tuple(_action_row(opened, at) for at in range(len(opened.actions))),
        tuple(_event(event) for event in opened.session.events),
        f"{closed} {words}".strip(),
    )


def _headings() -> dict[str, str]:
    return {
        "decided": text("What we talked about"),
        "left": text("Not discussed"),
        "notes": text("Also noted"),
        "actions": text("Who does what"),
        "no_actions": text("Nobody took anything on."),
        "history": text("Closed and opened again"),
        "nothing": text("Nothing on the agenda was discussed."),
        "footer": text(
            "These minutes were frozen when the session was closed. Whether a copy is unchanged can be checked on the page Sessions."
        ),
    }


def _was_discussed(point: Point) -> bool:
    return point.is_done or bool(point.notes) or bool(point.agreed)


def _opening(opened: OpenedSession, moment: datetime) -> tuple[str, ...]:
    session = opened.session
    names = [name for _, name in session.participants]
    people = text("{names} and {last}", names=", ".join(names[:-1]), last=names[-1]) if len(names) > 1 else names[0]
    met = text(
        "On {day} {people} met over the predictions of {use_case} for {period}. {leader} led the session.",
        day=day_with_year(session.created_at.astimezone().date()),
        people=people,
        use_case=opened.use_case.title,
        period=period_text(session.first, session.last),
        leader=session.leader,
    )
    done = sum(point.is_done for point in opened.points)
    if not opened.points:
        return met, text("There was nothing on the agenda.")
    decided = text("Points decided: {done} of {count}.", done=done, count=len(opened.points))
    synthetic = (text("The data of this use case is made up."),) if opened.use_case.synthetic else ()
    return (met, decided, *synthetic)


def _section(opened: OpenedSession, number: int, point: Point, seen: Seen | None) -> Section:
    use_case = opened.use_case if seen is None else seen.use_case
    names = {person.id: person.name for person in opened.people.values()}
    day = "" if point.item.target_date is None else day_text(point.item.target_date)
    return Section(
        number,
        kind_word(point.item.kind),
        point_title(use_case, point),
        day,
        tuple(said.words for said in point_sentences(use_case, point, names)),
        tuple(_quote(review) for review in point.reviews if review.new.comment),
        "" if seen is None else str(prediction_sentence(seen.use_case, seen.prediction)),
        "" if seen is None else _svg(seen),
        _decided(opened.session.title, point),
        tuple(_note(note.person, note.at, note.words) for note in point.notes),
        tuple(action_sentence(action, opened.people) for action in point.agreed),
    )


def _svg(seen: Seen) -> str:
    prediction, row = seen.prediction, seen.prediction.queue
    scale = scale_of(seen.use_case.target, prediction)
    span = None if row.low is None or row.high is None else (shown(row.low, scale), shown(row.high, scale))
    return waterfall_svg(waterfall_steps(seen.use_case, prediction), span, seen.use_case.target.higher_is_better)


def _quote(review: Review) -> str:
    return text("“{words}” {person}", words=review.new.comment, person=review.person)


def _decided(title: str, point: Point) -> str:
    if point.action is not None and point.decision.heads:
        words = {"state": action_state_word(point.action.state), "person": point.decision.heads[-1].person}
        if point.action.words:
            return text("Now {state}, says {person}: {words}", **words, words=point.action.words)
        return text("Now {state}, says {person}.", **words)
    outcome = point.outcome
    if outcome is None:
        return ""
    if outcome.words == decided_words(title):
        # These stand under every decision that needed no words; the minutes are of that session anyway.
        outcome = replace(outcome, words="")
    return _outcome(outcome, point.decision.heads[-1].person)


def _outcome(outcome: Outcome, person: str) -> str:
    words = {"state": state_word(outcome.state), "person": person, "words": outcome.words, "version": outcome.version}
    if not outcome.words:
        if outcome.version is None:
            return text("Decided: {state}. ({person})", **words)
        return text("Decided: {state}, see model {version}. ({person})", **words)
    if outcome.version is None:
        return text("Decided: {state}. {words} ({person})", **words)
    return text("Decided: {state}, see model {version}. {words} ({person})", **words)


def _note(person: str, at: datetime, words: str) -> str:
    return text("{words} ({person}, {moment})", words=words, person=person, moment=moment_text(at))


def _action_row(opened: OpenedSession, at: int) -> tuple[str, ...]:
    action = opened.actions[at]
    return (
        action.what,
        action_kind_word(action.kind),
        owner_text(action, opened.people),
        day_text(action.due),
        action_state_word(action.state),
    )


def _event(event: SessionEvent) -> str:
    what = {"person": event.person, "moment": _moment(event.at), "words": event.words}
    if event.kind == "closed":
        return text("{moment}: closed by {person}. {words}", **what).strip()
    return text("{moment}: opened again by {person}: {words}", **what)


def _moment(moment: datetime) -> str:
    return text("{day}, {moment}", day=day_with_year(moment.astimezone().date()), moment=f"{moment.astimezone():%H:%M}")
