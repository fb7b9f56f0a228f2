"""Read a use case file: every fault with its line, the key, what was found and what is allowed."""

import difflib
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from domain.errors import FilePlace, UseCaseFileError
from domain.use_case.allowed import allowed_keys, allowed_values
from domain.use_case.definition import LATER_KEYS, Contradictions, UseCase

Path_ = Sequence[str | int]


def read_use_case(path: Path) -> UseCase:
    """The validated use case of a YAML file.

    Raises:
        UseCaseFileError: with every fault found, in the order of the lines.
    """
    document = _parse(path)
    try:
        return UseCase.model_validate(_plain(document))
    except ValidationError as error:
        places = [place for fault in error.errors() for place in _places(document, fault)]  # type: ignore[arg-type]
        raise UseCaseFileError(path, tuple(sorted(set(places), key=lambda place: (place.line, place.key)))) from None


def _parse(path: Path) -> CommentedMap:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise UseCaseFileError(path, (FilePlace(0, "", "no such file", "the path of a use case file"),)) from None
    except (IsADirectoryError, PermissionError) as error:
        raise UseCaseFileError(path, (FilePlace(0, "", error.strerror or "unreadable", "a readable file"),)) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise UseCaseFileError(path, (FilePlace(line, "", "bytes that are not UTF-8", "text in UTF-8"),)) from None
    try:
        document = YAML(typ="rt").load(text)
    except DuplicateKeyError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise UseCaseFileError(path, (FilePlace(line, "", "a key that was given before", "every key once"),)) from None
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise UseCaseFileError(path, (FilePlace(line, "", str(error.problem or "a syntax error"), "YAML"),)) from None
    except YAMLError as error:
        raise UseCaseFileError(path, (FilePlace(0, "", str(error), "YAML"),)) from None
    if not isinstance(document, CommentedMap):
        found = "an empty file" if document is None else f"a {type(document).__name__}"
        raise UseCaseFileError(path, (FilePlace(1, "", found, "keys and values: name, title, target ..."),))
    return document


def _plain(node: object) -> object:
    """The document as plain Python: keys as text (`0: no` means the text "0"), scalars without their YAML dress."""
    if isinstance(node, CommentedMap):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, CommentedSeq):
        return [_plain(value) for value in node]
    for kind in (bool, int, float, str):
        if isinstance(node, kind):
            return kind(node)
    return node


def _places(document: CommentedMap, fault: dict[str, object]) -> list[FilePlace]:
    context = fault.get("ctx")
    cause = context.get("error") if isinstance(context, dict) else None
    if isinstance(cause, Contradictions):
        return [FilePlace(_line(document, path), ".".join(path), found, allowed) for path, found, allowed in cause.items]
    location = fault["loc"]
    assert isinstance(location, tuple)
    path = _in_document(document, location)
    key = ".".join(str(part) for part in path)
    found = "nothing" if fault["type"] == "missing" else _shown(fault["input"])
    if fault["type"] == "extra_forbidden":
        return [FilePlace(_line(document, path), key, f"the key `{path[-1]}`", _instead(path))]
    allowed = str(cause) if cause else allowed_values(path, fault)
    return [FilePlace(_line(document, path), key, found, allowed)]


def _instead(path: Path_) -> str:
    last = str(path[-1])
    if last in LATER_KEYS:
        return "not this key: this version of Vouch does not carry it out yet; take it out"
    known = allowed_keys(path[:-1])
    near = difflib.get_close_matches(last, known, n=1)
    return f"{', '.join(known)}" + (f" (did you mean `{near[0]}`?)" if near else "")


def _shown(value: object) -> str:
    text = repr(value) if isinstance(value, str) else str(value)
    if isinstance(value, dict):
        text = "the keys " + ", ".join(map(str, value))
    return text if len(text) <= 80 else text[:77] + "..."


def _in_document(document: CommentedMap, location: Path_) -> Path_:
    """The part of pydantic's location that names places in the file (a union adds parts of its own)."""
    path: list[str | int] = []
    node: object = document
    for index, part in enumerate(location):
        child = _child(node, part)
        if child is _NOTHING:
            if index == len(location) - 1:
                path.append(part)
            continue
        path.append(part)
        node = child
    return path


_NOTHING = object()


def _child(node: object, part: str | int) -> object:
    if isinstance(node, CommentedMap):
        return next((value for key, value in node.items() if str(key) == str(part)), _NOTHING)
    if isinstance(node, CommentedSeq) and isinstance(part, int) and part < len(node):
        return node[part]
    return _NOTHING


def _line(document: CommentedMap, path: Path_) -> int:
    """The line of the deepest key of the path that is in the file, from 1."""
    node: object = document
    line = 1
    for part in path:
        if isinstance(node, CommentedMap):
            key = next((key for key in node if str(key) == str(part)), None)
            if key is None:
                return line
            line = node.lc.key(key)[0] + 1
            node = node[key]
        elif isinstance(node, CommentedSeq) and isinstance(part, int) and part < len(node):
            line = node.lc.item(part)[0] + 1
            node = node[part]
        else:
            return line
    return line
