"""Suites of Great Expectations in JSON files: read with the use case file, and every fault told with its line."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from domain.errors import FilePlace, UseCaseFileError
from domain.use_case.expectation_faults import column_faults
from domain.use_case.known_expectations import argument_faults, judges_single_rows
from domain.use_case.naming import Item

if TYPE_CHECKING:
    from domain.use_case.definition import UseCase

SEVERITIES = ("info", "warning", "critical")
_LIST = re.compile(r'"expectations"\s*:\s*\[')


def with_suites(document: object, folder: Path) -> object:
    """The plain document of a use case file with the expectations of its suites filled in.

    Raises:
        UseCaseFileError: a suite that is not there, is no JSON, or has expectations that do not exist.
    """
    for _, suite in _suites(document):
        if isinstance(suite.get("file"), str):
            suite["expectations"] = _expectations(folder / suite["file"], suite)
    return document


def written_by_hand(document: object) -> Iterator[Item]:
    """Expectations that a use case file gives to a suite, which has its own."""
    for place, suite in _suites(document):
        if "expectations" in suite:
            path = ("checks", "suites", str(place), "expectations")
            yield path, "expectations beside a file", "only those of the file; others stand under `checks.expectations`"


def _suites(document: object) -> Iterator[tuple[int, dict[str, Any]]]:
    checks = document.get("checks") if isinstance(document, dict) else None
    suites = checks.get("suites") if isinstance(checks, dict) else None
    for place, suite in enumerate(suites if isinstance(suites, list) else ()):
        if isinstance(suite, dict):
            yield place, suite


def demand_suite_columns(use_case: "UseCase", folder: Path) -> None:
    """Refuse a suite of features that names one which does not exist.

    Raises:
        UseCaseFileError: with file and line of the suite.
    """
    for suite in use_case.checks.suites:
        path = folder / suite.file
        starts = None
        places = []
        for number, expectation in enumerate(suite.expectations if suite.source is None else ()):
            for keys, found, allowed in column_faults(use_case, expectation):
                starts = starts or list(_starts(path.read_text(encoding="utf-8-sig")))
                places.append(FilePlace(starts[number], f"expectations.{number}.{'.'.join(keys)}", found, allowed))
        if places:
            raise UseCaseFileError(path, tuple(places))


def _expectations(path: Path, suite: Mapping[str, object]) -> list[dict[str, object]]:
    text = _text(path)
    try:
        held = json.loads(text)
    except json.JSONDecodeError as error:
        raise UseCaseFileError(path, (FilePlace(error.lineno, "", error.msg, "JSON"),)) from None
    listed = held.get("expectations") if isinstance(held, dict) else None
    if not isinstance(listed, list):
        place = FilePlace(1, "expectations", "no list of expectations", "a suite that Great Expectations has written")
        raise UseCaseFileError(path, (place,))
    lines = list(_starts(text)) or [1] * len(listed)
    faults = [
        FilePlace(lines[number], ".".join(("expectations", str(number), *keys)), found, allowed)
        for number, item in enumerate(listed)
        for keys, found, allowed in _faults(item)
    ]
    if faults:
        raise UseCaseFileError(path, tuple(faults))
    return [_expectation(item, suite) for item in listed]


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise UseCaseFileError(path, (FilePlace(1, "", "bytes that are not UTF-8", "text in UTF-8"),)) from None
    except OSError as error:
        found = "no such file" if isinstance(error, FileNotFoundError) else error.strerror or "unreadable"
        raise UseCaseFileError(path, (FilePlace(0, "", found, "a suite of Great Expectations"),)) from None


def _faults(item: object) -> Iterator[tuple[tuple[str, ...], str, str]]:
    if not isinstance(item, dict):
        yield (), str(item)[:80], "an expectation: its type and its kwargs"
        return
    kwargs = item.get("kwargs", {})
    if not isinstance(kwargs, dict):
        yield ("kwargs",), str(kwargs)[:80], "keys and values"
        return
    yield from argument_faults(_type(item), kwargs)
    severity = item.get("severity", SEVERITIES[1])
    if severity not in SEVERITIES:
        yield ("severity",), str(severity), "one of " + ", ".join(SEVERITIES)


def _type(item: Mapping[str, object]) -> str:
    """Newer files say `type`, older ones `expectation_type`."""
    return str(item.get("type", item.get("expectation_type", "")))


def _expectation(item: Mapping[str, object], suite: Mapping[str, object]) -> dict[str, object]:
    kind, notes, meta = _type(item), item.get("notes") or item.get("description"), item.get("meta")
    rule = suite.get("failing_rows", "pass_on")
    single = judges_single_rows(kind) and not (item.get("kwargs") or {}).get("row_condition")  # type: ignore[attr-defined]
    return {
        "type": kind,
        "kwargs": item.get("kwargs", {}),
        "severity": item.get("severity", SEVERITIES[1]),
        "source": suite.get("source"),
        "stage": suite.get("stage"),
        "days": suite.get("days"),
        "failing_rows": rule if single or rule != "quarantine" else "pass_on",
        "note": notes[:300] if isinstance(notes, str) else "",
        "meta": meta if isinstance(meta, dict) else {},
    }


def _starts(text: str) -> Iterator[int]:
    """The line on which each expectation of a suite begins."""
    decoder, listed = json.JSONDecoder(), json.loads(text)["expectations"]
    for opening in _LIST.finditer(text):
        value, _ = decoder.raw_decode(text, opening.end() - 1)
        if value == listed:
            at = opening.end()
            for _ in listed:
                at += len(text[at:]) - len(text[at:].lstrip(" \t\r\n,"))
                yield text.count("\n", 0, at) + 1
                _, at = decoder.raw_decode(text, at)
            return
