"""The text of a use case file as a YAML document that still knows its lines."""

import re
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.scalarbool import ScalarBoolean

from domain.errors import FilePlace, UseCaseFileError

_KEY_IN_MESSAGE = re.compile(r'duplicate key "(.*?)"', flags=re.DOTALL)
_KINDS = ((ScalarBoolean, bool), (bool, bool), (int, int), (float, float), (str, str))
_DEEPEST = 40
"""A use case file has six levels; one that contains itself (`a: &a [*a]`) has no end."""


def parse(path: Path) -> CommentedMap:
    """The document of a file.

    Raises:
        UseCaseFileError: no such file, not UTF-8, not YAML, not keys and values, a key twice, no end.
    """
    text = _text(path)
    try:
        document = YAML(typ="rt").load(text)
    except DuplicateKeyError as error:
        key = _KEY_IN_MESSAGE.search(str(error.problem))
        place = FilePlace(_line_of(error), key[1] if key else "", "a key that was given before", "every key once")
        raise UseCaseFileError(path, (place,)) from None
    except MarkedYAMLError as error:
        place = FilePlace(_line_of(error), "", str(error.problem or "a syntax error"), "YAML")
        raise UseCaseFileError(path, (place,)) from None
    except TypeError:
        place = FilePlace(0, "", "a key that holds a list", "texts and numbers as keys")
        raise UseCaseFileError(path, (place,)) from None
    except (YAMLError, ValueError, RecursionError) as error:
        raise UseCaseFileError(path, (FilePlace(0, "", str(error), "YAML"),)) from None
    if not isinstance(document, CommentedMap):
        raise UseCaseFileError(path, (FilePlace(1, "", _top(document), "keys and values: name, title, target ..."),))
    _check(path, document, (), 0)
    return document


def plain(node: object) -> object:
    """The document as plain Python: keys as text (`0: no` means the text "0"), scalars without their YAML dress."""
    if isinstance(node, CommentedMap):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, CommentedSeq):
        return [plain(value) for value in node]
    return next((kind(node) for dressed, kind in _KINDS if isinstance(node, dressed)), node)


def line_of_key(node: CommentedMap, key: object) -> int | None:
    """The line of a key, from 1; None for a key that was merged in from elsewhere (`<<`)."""
    places = node.lc.data or {}
    return int(places[key][0]) + 1 if key in places else None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise UseCaseFileError(path, (FilePlace(0, "", "no such file", "the path of a use case file"),)) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise UseCaseFileError(path, (FilePlace(line, "", "bytes that are not UTF-8", "text in UTF-8"),)) from None
    except OSError as error:
        raise UseCaseFileError(path, (FilePlace(0, "", error.strerror or "unreadable", "a readable file"),)) from None


def _line_of(error: MarkedYAMLError) -> int:
    return error.problem_mark.line + 1 if error.problem_mark else 0


def _top(document: object) -> str:
    if document is None:
        return "an empty file"
    return "a list" if isinstance(document, CommentedSeq) else "a single value"


def _check(path: Path, node: object, above: tuple[str, ...], line: int) -> None:
    """Refuse keys that are the same as text (`1` and `"1"`), of which one would be lost, and files without an end."""
    if len(above) > _DEEPEST:
        raise UseCaseFileError(path, (FilePlace(line, above[0], "a value that contains itself", "values that end"),))
    if isinstance(node, CommentedSeq):
        for value in node:
            _check(path, value, (*above, "-"), line)
    if isinstance(node, CommentedMap):
        seen: set[str] = set()
        for key, value in node.items():
            place = line_of_key(node, key) or line
            if str(key) in seen:
                name = ".".join((*above, str(key)))
                raise UseCaseFileError(path, (FilePlace(place, name, "a key that was given before", "every key once"),))
            seen.add(str(key))
            _check(path, value, (*above, str(key)), place)
