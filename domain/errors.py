"""What can go wrong, as data. Pages and commands turn these into words (`presentation.words.problems`).

Every error knows what happened and where; none of them knows a sentence.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from domain.faults import AnswerFault, BulkFault, ExportFault, ReleaseFault, SessionFault, SourceFault, ThingKind


class VouchError(Exception):
    """Base of every error that a person can do something about."""


@dataclass(frozen=True)
class FilePlace:
    """One fault in a use case file: where it is, what was found and what is allowed."""

    line: int
    key: str
    found: str
    allowed: str


@dataclass(eq=False)
class UseCaseFileError(VouchError):
    """A use case file that cannot be used; all its faults at once, not only the first."""

    path: Path
    places: tuple[FilePlace, ...]


@dataclass(eq=False)
class SourceError(VouchError):
    """A source that cannot be read at all. A source with bad *values* is a finding instead."""

    source: str
    location: str
    fault: SourceFault
    detail: str = ""
    found: tuple[str, ...] = ()


@dataclass(eq=False)
class NotFoundError(VouchError):
    """Something asked for by name or id that does not exist; `known` lists what does."""

    kind: ThingKind
    name: str
    known: tuple[str, ...] = ()


@dataclass(eq=False)
class TooLittleDataError(VouchError):
    """Not enough history to do what was asked."""

    use_case: str
    wanted: str
    days_found: int
    days_needed: int


@dataclass(eq=False)
class ModelFileError(VouchError):
    """A model file that must not be loaded: gone, changed since it was written, or from a newer Vouch."""

    path: Path
    fault: Literal["missing", "tampered", "unreadable"]
    expected: str = ""
    found: str = ""


ContrastFault = Literal[
    "engine",  # a kind of model that the engine cannot explain
    "entity",  # the entity is not in the reference's batch when it is rebuilt from the sources
    "classes",  # the reference's version does not know the class that is predicted
    "sum",  # stored values and the version's files do not agree
]


@dataclass(eq=False)
class ContrastError(VouchError):
    """Two predictions that cannot be compared reason by reason. Both are stored and safe."""

    fault: ContrastFault
    version: int
    detail: str = ""


@dataclass(eq=False)
class ModelParameterError(VouchError):
    """A key of `model.parameters` that LightGBM does not know, that Vouch sets itself, or whose value it refuses."""

    name: str
    known: tuple[str, ...]
    fault: Literal["unknown", "reserved", "value"] = "unknown"
    detail: str = ""


@dataclass(eq=False)
class TrainingDataError(VouchError):
    """A target that the objective cannot learn from."""

    use_case: str
    fault: Literal["negative", "all zero", "one class"]  # the first two: Poisson needs counts, and one above zero
    found: str = ""


@dataclass(eq=False)
class PredictionFileError(VouchError):
    """Stored predictions that are gone or are not what was published."""

    path: Path
    fault: Literal["missing", "tampered", "unreadable"]


@dataclass(eq=False)
class StorageFullError(VouchError):
    """The disk had no room. Nothing half-written is visible."""

    path: Path


@dataclass(eq=False)
class DatabaseError(VouchError):
    """The feedback database is locked, unreachable or of another revision."""

    url: str
    fault: Literal["locked", "unreachable", "newer", "not upgraded", "full", "failed"]
    detail: str = ""


@dataclass(eq=False)
class BusyError(VouchError):
    """Another process is already doing this."""

    what: str
    where: str


@dataclass(eq=False)
class AnswerError(VouchError):
    """A review that cannot be stored as it is; nothing was written."""

    fault: AnswerFault
    found: str = ""
    allowed: tuple[str, ...] = ()


@dataclass(eq=False)
class BulkError(VouchError):
    """A bulk action that cannot be done as it is; nothing was written."""

    fault: BulkFault
    found: str = ""
    allowed: tuple[str, ...] = ()


@dataclass(eq=False)
class NotAllowedError(VouchError):
    """Somebody may not do this."""

    person: str
    action: str


@dataclass(eq=False)
class TalkError(VouchError):
    """A remark or a step of a dispute that cannot be stored as it is; nothing was written."""

    fault: Literal["words missing", "words too long", "words have a zero byte", "state not theirs", "version unknown"]
    found: str = ""
    allowed: tuple[str, ...] = ()


@dataclass(eq=False)
class AssignmentError(VouchError):
    """An assignment that cannot be; nothing was written."""

    fault: Literal["key unknown", "key twice", "owner left"]
    found: str = ""
    allowed: tuple[str, ...] = ()


@dataclass(eq=False)
class SessionError(VouchError):
    """Something about a session that cannot be as it is; nothing was written."""

    fault: SessionFault
    found: str = ""
    allowed: tuple[str, ...] = ()


@dataclass(eq=False)
class ExportError(VouchError):
    """An export that cannot be made, or is no longer there; what is stored is as it was."""

    fault: ExportFault
    found: str = ""
    allowed: str = ""


@dataclass(eq=False)
class ExtraMissingError(VouchError):
    """An optional package that is not there, or cannot run on this machine."""

    package: str
    file: str
    detail: str = ""


@dataclass(eq=False)
class RightsError(VouchError):
    """Rights of a person that cannot be; nothing was changed."""

    person: str
    fault: Literal["no role", "last admin"]


@dataclass(eq=False)
class ReleaseError(VouchError):
    """A held run that cannot be released or run again like this; nothing was published."""

    run_id: str
    fault: ReleaseFault
    allowed: str = ""


@dataclass(eq=False)
class SettingError(VouchError):
    """An unknown or impossible setting."""

    name: str
    found: str
    allowed: str
    where: str = "environment"
    others: tuple[str, ...] = field(default=())


@dataclass(eq=False)
class VersionMismatchError(VouchError):
    """The use case file was changed after the champion was trained, in a way that needs training anew."""

    use_case: str
    version: int
    changed: tuple[str, ...]
