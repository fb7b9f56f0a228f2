"""What became of checking a minutes file, in words."""

from presentation.words.catalogue import marked, text

VERDICTS = {
    "unchanged": marked("Unchanged: this is what was frozen when “{session}” was closed."),
    "outdated": marked("Genuine, but “{session}” was amended later: there are newer minutes."),
    "edited": marked("Edited afterwards: this says it is the minutes of “{session}”, but its hash is another one. Take the original from the page of that session."),
    "unknown": marked("Unknown: these are no minutes of a session that was closed here."),
}  # fmt: skip


def verdict_text(verdict: str, session: str) -> str:
    """The answer in a sentence or two."""
    return text(VERDICTS[verdict], session=session)
