"""No sentence escapes the catalogue, whatever it is about."""

import dataclasses
import errno
import re
import typing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from domain import errors
from domain.attention import AttentionReason, ReasonCode
from domain.explanation import Contribution
from domain.finding import Finding, Severity, Verdict
from domain.permission import Permission
from domain.run import Run, RunState
from presentation.words import dates
from presentation.words.entities import entity_title
from presentation.words.feature_phrases import reason_phrase
from presentation.words.features import feature_label, value_text
from presentation.words.finding_rows import finding_examples
from presentation.words.findings import CODES, finding_sentence, severity_text, verdict_text
from presentation.words.problems import explain
from presentation.words.reasons import reason_chip, reason_sentence
from presentation.words.summary import day_sentence, state_text
from tests.presentation.pseudo_locale import assert_from_the_catalogue

SATURDAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 20, tzinfo=UTC)

DETAILS = (
    {}, {"min": 0, "then": "missing"}, {"max": 4, "then": "drop"}, {"min": 1, "max": 4}, {"keep": "first"}, {"keep": "last"},
    {"keep": "sum"}, {"keep": "hold"}, {"share": 0.004}, {"share": 0.996}, {"to": "Ξ"}, {"values": ["Ξ", "Ψ"]},
    {"values": list("ΞΨΩΔΣΘΛ"), "code": "not_a_date", "allowed": 0.05}, {"code": "new", "allowed": 0.05}, {"rows": 5},
    {"days": ["2026-11-21"], "date": "2026-11-21", "found": True, "expected": False}, {"fault": "column", "detail": "Ξ"},
    {"found": 3, "needed": 60},
)  # fmt: skip
EXAMPLES = ((), ({"line": 3, "before": "Ξ", "after": "Ψ", "day": "2026-11-21"}, {"before": None}, {"before": "Ξ"}))


OF_A_SOURCE = {
    "source_rows", "source_unreadable", "source_late", "source_empty_for_day", "day_missing_in_history",
    "doubled_day", "fresh_source", "frozen_feed", "new_category", "unit_slip", "volume",
}  # fmt: skip
"""Never said of the batch or the features, which are no sources with a name."""


@pytest.mark.parametrize("code", [*sorted(CODES), "ξ"])
def test_findings(code: str, greek_cases) -> None:
    for detail in DETAILS:
        for column, source, action, count in (
            ("temperature", "features", "changed", 1),
            (None, "batch", "dropped", 12_000),
            ("Ξ", "Ψ", "imputed", 2),
            ("Ξ", "Ψ", "none", 2),
        ):
            if code in OF_A_SOURCE and source != "Ψ":
                continue
            for examples in EXAMPLES:
                found = Finding(code, Severity.INFO, source, column, count, action, detail, examples)
                # What has to be written into the use case file is the same in every language.
                said = re.sub(rf"clean\.{source}[\w.]*|multiply:|add:", "", finding_sentence(found, greek_cases[0]))
                assert_from_the_catalogue(said, *finding_examples(found))


def test_verdicts_severities_and_states() -> None:
    findings = [Finding("no_rows", severity, "batch") for severity in Severity]
    said = [verdict_text(verdict, some) for verdict in Verdict for some in ([], findings, findings * 2)]
    said += [severity_text(severity) for severity in Severity] + [state_text(state) for state in RunState]
    assert_from_the_catalogue(*said)


def _subclasses(base: type) -> list[type]:
    return [cls for child in base.__subclasses__() for cls in (child, *_subclasses(child))]


ERRORS = [cls for cls in _subclasses(errors.VouchError) if cls.__module__ == "domain.errors"]


@pytest.mark.parametrize("cls", ERRORS, ids=lambda cls: cls.__name__)
def test_problems(cls: type) -> None:
    hints = typing.get_type_hints(cls)
    places = (errors.FilePlace(12, "Ξ", "2", "Ψ"), errors.FilePlace(0, "", "Ξ", "Ψ"))
    for names, number in (((), 0), (("Ξ",), 1), (("Ξ",) * 30, 3)):
        values = {str: "Ξ" if number else "", Path: Path("/Ξ"), int: number, tuple[str, ...]: names}
        given = {field.name: values.get(hints[field.name], places) for field in dataclasses.fields(cls)}
        closed = [name for name in given if typing.get_origin(hints[name]) is typing.Literal]
        for fault in typing.get_args(hints[closed[0]]) if closed else (None,):
            problem = explain(cls(**{**given, **({closed[0]: fault} if closed else {})}))
            # The key of a model parameter stands there as it is written in the file.
            assert_from_the_catalogue(str(problem).replace("model.parameters.", ""))


def test_other_problems() -> None:
    causes = (
        OSError(errno.ENOSPC, "Ξ", "/Ξ"),
        OSError(errno.EADDRINUSE, "Ξ"),
        PermissionError(errno.EACCES, "Ξ", "/Ξ"),
        errors.SettingError("Ξ", "Ξ", "80", where="sign-in"),
        errors.TooLittleDataError("Ξ", "training", 0, 60),
        errors.TooLittleDataError("Ξ", "range", 1, 60),
        *(errors.NotAllowedError("Ξ", permission.value) for permission in Permission),
    )
    assert_from_the_catalogue(*(str(explain(cause)) for cause in causes))
    # The class of a bug is for whoever mends it.
    assert_from_the_catalogue(str(explain(ZeroDivisionError("Ξ"))), known=frozenset({"ZeroDivisionError"}))


def test_dates() -> None:
    for number in range(370):
        day = SATURDAY + timedelta(days=number)
        assert_from_the_catalogue(
            dates.weekday_name(day),
            dates.short_day(day),
            dates.day_with_year(day),
            dates.near_day(day, SATURDAY),
            dates.counted_weekdays(day, 1 + number % 2),
        )


def test_features_and_their_values(greek_cases) -> None:
    values = (None, 0.0, 1.0, 2.5, "", "0", "1", "Ξ")
    for use_case in greek_cases:
        for name in (*use_case.features, "ξ"):
            said = [feature_label(use_case, name)]
            for value in values:
                # "no" is a word of the use case here; see `greek_cases`.
                said.append(value_text(use_case, name, value))
                said.append(reason_phrase(use_case, Contribution(name, value, 1.0, 1.0)))
            assert_from_the_catalogue(*said, known=frozenset({"no"}))


def test_entities_and_reasons(greek_cases) -> None:
    use_case = greek_cases[0]
    said = [str(entity_title(use_case, ("Ξ", ""))), str(entity_title(use_case, ("", "Ψ")))]
    for code in ReasonCode:
        for name in (None, "temperature", "ξ"):
            reason = AttentionReason(code, name)
            said += [reason_chip(use_case, reason), reason_sentence(use_case, reason)]
    assert_from_the_catalogue(*said)


def test_summaries_of_a_day() -> None:
    for state in RunState:
        for rows in (0, 1, 12):
            for run_date in (SATURDAY, SATURDAY - timedelta(days=1)):
                run = Run("Ξ", "Ξ", run_date, SATURDAY, 7, "Ξ", state, None, rows, None, "Ξ", None, NOW, None)
                for needs_look, reviewed in ((0, 0), (1, 1), (5, 2), (0, 12)):
                    assert_from_the_catalogue(str(day_sentence(run, SATURDAY, needs_look, reviewed)))
