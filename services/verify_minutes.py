"""Tell whether a minutes file is what was frozen, or was edited afterwards: its hash is compared with the recorded ones."""

from dataclasses import dataclass
from enum import StrEnum

from domain.errors import NotFoundError
from domain.session import Session
from feedback_db.sessions import StoredMinutes
from presentation.reports.minutes_files import minutes_hash, session_of_file
from services.dependencies import Dependencies


class FileVerdict(StrEnum):
    """What a file is.

    Outdated minutes are genuine, but the session was amended later.
    """

    UNCHANGED = "unchanged"
    OUTDATED = "outdated"
    EDITED = "edited"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Verified:
    """What became of a check.

    Attributes:
        found: the tagged hash of the file.
        session: the session that the file belongs to, or says it belongs to.
        minutes: its minutes in the newest form.
    """

    verdict: FileVerdict
    found: str
    session: Session | None = None
    minutes: StoredMinutes | None = None


def verify_minutes(deps: Dependencies, content: bytes) -> Verified:
    """Compare a file with the minutes that were frozen here."""
    found = minutes_hash(content)
    with deps.feedback.read() as unit:
        known = unit.sessions.minutes_by_hash(found)
        session_id = session_of_file(content) if known is None else known.session_id
        if session_id is None:
            return Verified(FileVerdict.UNKNOWN, found)
        try:
            session = unit.sessions.by_id(session_id)
        except NotFoundError:
            return Verified(FileVerdict.UNKNOWN, found)
        all_of_it = unit.sessions.minutes_of(session_id)
    if not all_of_it:
        return Verified(FileVerdict.UNKNOWN, found)
    last = all_of_it[-1]
    if known is None:
        return Verified(FileVerdict.EDITED, found, session, last)
    verdict = FileVerdict.UNCHANGED if known.html_hash == last.html_hash else FileVerdict.OUTDATED
    return Verified(verdict, found, session, last)
