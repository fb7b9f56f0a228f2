"""Read a use case file: every fault with its line, the key, what was found and what is allowed."""

import difflib
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from domain.errors import FilePlace, UseCaseFileError
from domain.use_case.allowed import allowed_keys, allowed_values
from domain.use_case.definition import LATER_KEYS, ContradictionsError, UseCase
from domain.use_case.naming import Item
from domain.use_case.recipe_units import unit_faults
from domain.use_case.suites import demand_suite_columns, with_suites, written_by_hand
from domain.use_case.yaml_text import line_of_key, parse, plain

KeyPath = Sequence[str | int]
"""Where something stands in the document: keys, and places in lists."""


def read_use_case(path: Path) -> UseCase:
    """The validated use case of a YAML file.

    Raises:
        UseCaseFileError: with every fault found, in the order of the lines; of the file, or of a suite that it names.
    """
    document = parse(path)
    written = list(written_by_hand(plain(document)))
    if written:
        raise _refused(path, [_place(document, item) for item in written])
    try:
        use_case = UseCase.model_validate(with_suites(plain(document), path.parent))
    except ValidationError as error:
        raise _refused(path, [p for fault in error.errors() for p in _places(document, fault)]) from None  # type: ignore[arg-type]
    faults = list(unit_faults(use_case))
    if faults:
        raise _refused(path, [_place(document, item) for item in faults])
    demand_suite_columns(use_case, path.parent)
    return use_case


def line_of(path: Path, keys: KeyPath) -> int:
    """The line of the deepest of these keys that is in a file, from 1.

    Raises:
        UseCaseFileError: it cannot be read any more.
    """
    return _line(parse(path), keys)


def _refused(path: Path, places: list[FilePlace]) -> UseCaseFileError:
    return UseCaseFileError(path, tuple(sorted(set(places), key=lambda place: (place.line, place.key))))


def _place(document: CommentedMap, item: Item) -> FilePlace:
    path, found, allowed = item
    return FilePlace(_line(document, path), ".".join(path), found or "an empty text", allowed)


def _places(document: CommentedMap, fault: dict[str, object]) -> list[FilePlace]:
    context = fault.get("ctx")
    cause = context.get("error") if isinstance(context, dict) else None
    if isinstance(cause, ContradictionsError):
        return [_place(document, item) for item in cause.items]
    location = fault["loc"]
    assert isinstance(location, tuple)
    path = _in_document(document, location, absent=fault["type"] == "missing")
    key = ".".join(str(part) for part in path)
    found = "nothing" if fault["type"] == "missing" else _shown(fault["input"])
    if fault["type"] == "extra_forbidden":
        return [FilePlace(_line(document, path), key, f"the key `{path[-1]}`", _instead(path))]
    allowed = str(cause) if cause else allowed_values(path, fault)
    return [FilePlace(_line(document, path), key, found, allowed)]


def _instead(path: KeyPath) -> str:
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


def _in_document(document: CommentedMap, location: KeyPath, *, absent: bool) -> KeyPath:
    """The part of pydantic's location that names places in the file (a union adds parts of its own).

    Of a key that is absent, only the last part is not in the file.
    """
    path: list[str | int] = []
    node: object = document
    for part in location:
        child = _child(node, part)
        if child is not _NOTHING:
            path.append(part)
            node = child
    return [*path, location[-1]] if absent else path


_NOTHING = object()


def _child(node: object, part: str | int) -> object:
    if isinstance(node, CommentedMap):
        return next((value for key, value in node.items() if str(key) == str(part)), _NOTHING)
    if isinstance(node, CommentedSeq) and isinstance(part, int) and part < len(node):
        return node[part]
    return _NOTHING


def _line(document: CommentedMap, path: KeyPath) -> int:
    """The line of the deepest key of the path that is in the file, from 1."""
    node: object = document
    line = 1
    for part in path:
        if isinstance(node, CommentedMap):
            key = next((key for key in node if str(key) == str(part)), None)
            if key is None:
                return line
            line = line_of_key(node, key) or line
            node = node[key]
        elif isinstance(node, CommentedSeq) and str(part).isdigit() and int(part) < len(node):
            line = node.lc.item(int(part))[0] + 1
            node = node[int(part)]
        else:
            return line
    return line
