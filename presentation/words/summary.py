"""The day in one sentence, on top of the screen."""

from dataclasses import dataclass
from datetime import date

from domain.run import Run, RunState
from presentation.words.dates import day_text, near_day
from presentation.words.finding_parts import counted
from presentation.words.quantities import digits


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
        return SummarySentence(f"No predictions for {day}: ", "the data was held", ". The reasons are below.")
    if run.state is RunState.FAILED:
        return SummarySentence(f"No predictions for {day}: ", "the run failed", ". Nothing of it is used.")
    if run.state is RunState.PREPARING:
        return SummarySentence(
            f"The predictions for {day} are being prepared. Nothing is visible until they are complete."
        )
    if run.row_count == 0:
        return SummarySentence(f"All is closed on {day}: nothing to predict.")
    return _published(run, today, needs_look, reviewed)


def _published(run: Run, today: date, needs_look: int, reviewed: int) -> SummarySentence:
    origin = "this morning's data" if run.run_date == today else f"the data of {day_text(run.run_date)}"
    if run.state is RunState.SUPERSEDED:
        origin = "a batch since corrected"
    lead = f"{counted(run.row_count, 'prediction')} for {near_day(run.target_date, today)}, from {origin}. "
    if reviewed >= run.row_count:
        return SummarySentence(lead, "", "All are reviewed." if run.row_count > 1 else "It is reviewed.")
    done = (
        "none is reviewed yet." if not reviewed else f"{_count(reviewed)} {'is' if reviewed == 1 else 'are'} reviewed."
    )
    if not needs_look:
        return SummarySentence(lead, "", f"None needs a look; {done}")
    verb = "deserves" if needs_look == 1 else "deserve"
    return SummarySentence(lead, f"{_count(needs_look)} {verb} a look", f"; {done}")


def _count(count: int) -> str:
    return digits(count, 0)
