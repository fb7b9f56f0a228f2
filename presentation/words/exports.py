"""Exports in words: what is in a file, how far it is, and until when it is kept."""

from datetime import timedelta

from domain.exported import Content, Format
from domain.kept_export import ExportState, KeptExport
from presentation.words.catalogue import marked, plural, text
from presentation.words.dates import day_text
from presentation.words.export_columns import CONTENTS
from presentation.words.outcomes import period_text

FORMATS = {
    Format.EXCEL: marked("Excel"),
    Format.CSV: marked("CSV"),
    Format.PARQUET: marked("Parquet"),
}
"""The formats of the page; the command line knows JSON too."""

HOLDS = {
    Content.REVIEWS: marked("Every answer with its value, reason and comment, also those that were given again or undone later."),
    Content.DISPUTES: marked("Every dispute as it stands, its steps, and the comments on predictions."),
    Content.OUTCOMES: marked("Every prediction with an actual: the model, what was decided, the simple rule, and who was closest."),
    Content.SESSIONS: marked("The points of the sessions with what was decided, notes, actions and participants."),
    Content.CASES: marked("Every dispute and decision as a labelled case: inputs, prediction, answer, decision, actual."),
}  # fmt: skip

KILOBYTE = 1000


def content_word(content: Content) -> str:
    """`Answers`."""
    return text(CONTENTS[content])


def export_title(export: KeptExport) -> str:
    """`Answers, Excel, 1 Nov to 30 Nov`."""
    words = {"content": content_word(export.wanted.content), "format": text(FORMATS[export.wanted.format])}
    return text("{content}, {format}, {period}", period=period_text(export.wanted.period), **words)


def export_state(export: KeptExport, keep_days: int) -> str:
    """Where it stands, as a sentence."""
    counts = {"done": f"{export.done:,}", "total": f"{export.total:,}"}
    if export.state is ExportState.READY:
        last = ((export.ended_at or export.asked_at) + timedelta(days=keep_days)).astimezone().date()
        rows = plural("{count} row", "{count} rows", export.done, count=f"{export.done:,}")
        return text("{rows}, {size}, kept until {day}", rows=rows, size=size_text(export.size), day=day_text(last))
    if export.state is ExportState.RUNNING:
        return text("{done} of {total} rows", **counts)
    if export.state is ExportState.WAITING:
        return text("Waits for its turn: {total} rows", **counts)
    if export.state is ExportState.INTERRUPTED:
        return text("Interrupted: the server ended before the file was complete. Nothing else is lost.")
    return export.problem


def size_text(size: int) -> str:
    """`12 kB`, `3.4 MB`."""
    if size < KILOBYTE**2:
        return text("{size} kB", size=max(1, round(size / KILOBYTE)))
    return text("{size} MB", size=f"{size / KILOBYTE**2:.1f}")
