"""The day in one sentence, on top of the screen."""

from dataclasses import dataclass
from datetime import date

from domain.run import Run, RunState
from presentation.words.catalogue import marked, plural, text
from presentation.words.dates import day_text, near_day
from presentation.words.quantities import digits

_STATES = {
    RunState.PREPARING: marked("preparing"),
    RunState.HELD: marked("held"),
    RunState.PUBLISHED: marked("published"),
    RunState.SUPERSEDED: marked("superseded"),
    RunState.FAILED: marked("failed"),
}


def state_text(state: RunState) -> str:
    """The state of a run in a word."""
    return text(_STATES[state])


@dataclass(frozen=True)
class SummarySentence:
    """The sentence in three parts; `needs_you` is the one to be styled, and is empty when nothing is to be done."""

    lead: str
    needs_you: str = ""
    rest: str = ""

    def __str__(self) -> str:
        """The whole sentence."""
        return f"{self.lead}{self.needs_you}{self.rest}"


def day_sentence(run: Run, today: date, needs_look: int, reviewed: int) -> SummarySentence:
    """The sentence for a run, whatever its state.

    Args:
        run: the run on the screen.
        today: the day on which somebody looks.
        needs_look: predictions that deserve a look.
        reviewed: predictions that somebody has answered.
    """
    day = near_day(run.target_date, today)
    if run.state is RunState.HELD:
        return _parts(text("No predictions for {day}: *the data was held*. The reasons are below.", day=day))
    if run.state is RunState.FAILED:
        return _parts(text("No predictions for {day}: *the run failed*. Nothing of it is used.", day=day))
    if run.state is RunState.PREPARING:
        return _parts(
            text(
                "The predictions for {day} are being prepared. Nothing is visible until they are complete.",
                day=day,
            )
        )
    if run.row_count == 0:
        return _parts(text("All is closed on {day}: nothing to predict.", day=day))
    return _parts(f"{_origin(run, today)} {_progress(run, needs_look, reviewed)}")


def _parts(sentence: str) -> SummarySentence:
    """A sentence in which what needs somebody stands between two asterisks."""
    lead, _, others = sentence.partition("*")
    needs_you, _, rest = others.partition("*")
    return SummarySentence(lead, needs_you, rest)


def _origin(run: Run, today: date) -> str:
    """How many predictions there are, for which day and from which data."""
    words: dict[str, object] = {"count": _count(run.row_count), "day": near_day(run.target_date, today)}
    if run.state is RunState.SUPERSEDED:
        return plural(
            "{count} prediction for {day}, from a batch since corrected.",
            "{count} predictions for {day}, from a batch since corrected.",
            run.row_count,
            **words,
        )
    if run.run_date == today:
        return plural(
            "{count} prediction for {day}, from this morning's data.",
            "{count} predictions for {day}, from this morning's data.",
            run.row_count,
            **words,
        )
    return plural(
        "{count} prediction for {day}, from the data of {run_day}.",
        "{count} predictions for {day}, from the data of {run_day}.",
        run.row_count,
        run_day=day_text(run.run_date),
        **words,
    )


def _progress(run: Run, needs_look: int, reviewed: int) -> str:
    """What deserves a look, between asterisks, and how many have been reviewed."""
    if reviewed >= run.row_count:
        return text("All are reviewed.") if run.row_count > 1 else text("It is reviewed.")
    if not reviewed:
        done = text("none is reviewed yet.")
    else:
        done = plural("{count} is reviewed.", "{count} are reviewed.", reviewed, count=_count(reviewed))
    if not needs_look:
        return text("None needs a look; {reviewed}", reviewed=done)
    return plural(
        "*{count} deserves a look*; {reviewed}",
        "*{count} deserve a look*; {reviewed}",
        needs_look,
        count=_count(needs_look),
        reviewed=done,
    )


def _count(count: int) -> str:
    return digits(count, 0)
