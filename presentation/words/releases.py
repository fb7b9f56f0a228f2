"""What was decided about a held run, and what became of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from domain.release import Release, ReleaseEnd, ReleaseKind
from domain.run import Run, RunState
from presentation.words.catalogue import marked, text
from presentation.words.dates import moment_text

_ENDS: Mapping[tuple[ReleaseKind, ReleaseEnd], str] = {
    ("release", ReleaseEnd.PUBLISHED): marked("{person} released it on {moment}: {reason} It was published."),
    ("release", ReleaseEnd.HELD): marked("{person} released it on {moment}: {reason} It was held again while it was scored."),
    ("release", ReleaseEnd.CHANGED): marked("{person} wanted to release it on {moment}, but the sources have changed since it was held. Run the morning again."),
    ("release", ReleaseEnd.FAILED): marked("{person} wanted to release it on {moment}; the job could not finish: {words}"),
    ("release", ReleaseEnd.CRASHED): marked("{person} wanted to release it on {moment}; the job ended before its time: {words}"),
    ("rerun", ReleaseEnd.PUBLISHED): marked("{person} had it run again on {moment}: {reason} It was published."),
    ("rerun", ReleaseEnd.HELD): marked("{person} had it run again on {moment}: {reason} It was held again, for the reasons above."),
    ("rerun", ReleaseEnd.CHANGED): marked("{person} had it run again on {moment}; the sources have changed."),
    ("rerun", ReleaseEnd.FAILED): marked("{person} had it run again on {moment}; the job could not finish: {words}"),
    ("rerun", ReleaseEnd.CRASHED): marked("{person} had it run again on {moment}; the job ended before its time: {words}"),
}  # fmt: skip


def release_sentence(release: Release) -> str:
    """Who decided what, why, and what became of it."""
    values = {"person": release.person, "moment": moment_text(release.at), "reason": _ended(release.reason)}
    if release.end is None:
        return text("{person} asked for it on {moment}; nobody knows what became of the job. Press again.", **values)
    words = release.words.splitlines()[-1] if release.words else text("it left no word")
    return text(_ENDS[release.kind, release.end], words=words, **values)


def waiting_sentence(release: Release, runs: Sequence[Run], now: datetime) -> str:
    """That the job is at work, since when, and how far it is."""
    seconds = max(0, round((now - release.at).total_seconds()))
    working = any(run.state is RunState.PREPARING and run.created_at >= release.at for run in runs)
    values = {"person": release.person, "seconds": seconds}
    if working:
        return text("{person} asked for it {seconds} seconds ago. It is being scored and explained now; this page follows.", **values)  # fmt: skip
    return text(
        "{person} asked for it {seconds} seconds ago. The data is being read and checked; this page follows.", **values
    )


def _ended(reason: str) -> str:
    return reason if reason.endswith((".", "!", "?")) else f"{reason}."
