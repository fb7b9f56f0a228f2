import dataclasses
import errno
import typing
from pathlib import Path

import pytest

from domain import errors
from presentation.words.problem_parts import without_password
from presentation.words.problems import explain


def _subclasses(base):
    return [cls for child in base.__subclasses__() for cls in (child, *_subclasses(child))]


ERRORS = [cls for cls in _subclasses(errors.VouchError) if cls.__module__ == "domain.errors"]
EXAMPLES = {str: "some text", Path: Path("/data/file"), int: 3, tuple[str, ...]: ("one", "two")}


def _faults(cls):
    """(field, every value of its Literal); one pair of None where the class has no Literal."""
    hints = typing.get_type_hints(cls)
    for field in dataclasses.fields(cls):
        if typing.get_origin(hints[field.name]) is typing.Literal:
            return [(field.name, value) for value in typing.get_args(hints[field.name])]
    return [(None, None)]


def _example(cls, name, value):
    hints = typing.get_type_hints(cls)
    places = (errors.FilePlace(12, "features.x.lag_days", "2", "at least 4"),)
    values = {f.name: EXAMPLES.get(hints[f.name], places) for f in dataclasses.fields(cls) if f.name != name}
    return cls(**values, **({name: value} if name else {}))


CASES = [(cls, name, value) for cls in ERRORS for name, value in _faults(cls)]


@pytest.mark.parametrize(("cls", "name", "value"), CASES, ids=[f"{c.__name__}-{v}" for c, _, v in CASES])
def test_every_error_and_every_fault_has_words(cls, name, value):
    problem = explain(_example(cls, name, value))
    assert explain.dispatch(cls) is not explain.dispatch(errors.VouchError), "no words of its own"
    assert not problem.title.endswith(".")
    for sentence in (problem.what, problem.todo):
        assert not sentence[0].islower()
        assert sentence.endswith(".")
        assert ".." not in sentence
    assert "bug" not in problem.what


@pytest.mark.parametrize("cls", ERRORS, ids=lambda cls: cls.__name__)
def test_the_faults_of_an_error_have_different_words(cls):
    titles = [explain(_example(cls, name, value)).title for name, value in _faults(cls)]
    assert len(set(titles)) == len(titles)


def test_faults_of_a_use_case_file_are_listed_line_by_line():
    places = (
        errors.FilePlace(12, "features.x.lag_days", "2", "at least 4"),
        errors.FilePlace(0, "", "no such file", "a path"),
    )
    problem = explain(errors.UseCaseFileError(Path("use_case.yaml"), places))
    assert (
        problem.where
        == "line 12, features.x.lag_days: found 2; allowed: at least 4\nfound no such file; allowed: a path"
    )
    assert problem.what.startswith("There are 2 faults in use_case.yaml.")


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_says_what_is_safe(code):
    problem = explain(OSError(code, "No space left on device", "/var/vouch/x.parquet"))
    assert problem.title == "The disk is full"
    assert problem.where == "/var/vouch/x.parquet"
    assert "safe" in problem.what


def test_a_port_in_use_says_how_to_take_another():
    assert "PORT=8502" in explain(OSError(errno.EADDRINUSE, "Address already in use")).todo


def test_other_troubles_of_the_computer_are_reported_as_such():
    problem = explain(PermissionError(errno.EACCES, "Permission denied", "/data"))
    assert "Permission denied" in problem.what
    assert problem.where == "/data"


def test_what_nobody_foresaw_is_called_a_bug_and_says_what_to_report():
    problem = explain(ZeroDivisionError("division by zero"))
    assert "bug" in problem.what
    assert problem.where == "ZeroDivisionError: division by zero"
    assert explain(KeyError()).where == "KeyError"


@pytest.mark.parametrize(
    "error",
    [
        errors.DatabaseError(
            "postgresql+psycopg://vouch:s3cret@db:5432/x", "unreachable", "cannot reach //vouch:s3cret@db"
        ),
        errors.SourceError("sales", "postgresql://erp:s3cret@db/x", "unreachable"),
        errors.SourceError("sales", "postgresql://erp:p@s3cret@db/x", "unreachable", "host=db password=s3cret refused"),
        RuntimeError("could not open postgresql://erp:s3cret@db/x"),
    ],
)
def test_a_password_never_reaches_the_screen(error):
    assert "s3cret" not in str(explain(error))


def test_an_address_without_password_stays_as_it_is():
    assert without_password("sqlite:////home/ana@work/vouch.db") == "sqlite:////home/ana@work/vouch.db"


def test_long_lists_of_names_are_cut_and_the_cut_is_said():
    problem = explain(errors.NotFoundError("use case", "bakry", tuple(f"case{i}" for i in range(50))))
    assert "case19 and 30 more." in problem.where
    assert "case20" not in problem.where


def test_the_least_value_is_named():
    problem = explain(errors.AnswerError("value below minimum", found="-3", allowed=("0",)))
    assert problem.where == "Found: -3\nLeast value: 0."
    assert "Nothing was stored" in problem.what


def test_the_detail_of_a_source_says_what_it_is():
    assert "Missing: sold" in explain(errors.SourceError("sales", "s.csv", "column", "sold", ("a", "b"))).where
    semicolons, tabs = (explain(errors.SourceError("sales", "s.csv", "separator", mark)) for mark in (";", "\t"))
    assert "separator is: semicolon" in semicolons.where
    assert 'Set `separator: ";"` of this source' in semicolons.todo
    assert "separator is: tab" in tabs.where
    assert 'Set `separator: "\\t"` of this source' in tabs.todo


def test_a_name_that_cannot_be_used_is_no_matter_of_settings():
    problem = explain(errors.SettingError("person name", "", "80", where="sign-in"))
    assert problem.title == "That name cannot be used"
    assert "Allowed: 1 to 80 characters on one line" in problem.where
    assert "settings" not in problem.todo


NOTHING_TYPED = [
    errors.TalkError("words missing"),
    errors.SessionError("title missing"),
    errors.SessionError("closed", "Friday"),
    errors.SessionError("choose first", "Bagel, North", ("3",)),
    errors.SessionError("kept changing"),
]


@pytest.mark.parametrize("error", NOTHING_TYPED, ids=lambda error: error.fault)
def test_where_nothing_was_written_nobody_is_told_that_it_is_still_there(error):
    said = explain(error).what
    assert "still there" not in said
    assert "written." not in said
    assert sum(said.count(words) for words in ("Nothing was stored.", "The session stays open.")) == 1


def test_the_field_that_waits_for_a_choice_is_named():
    assert explain(NOTHING_TYPED[3]).where == "Point 3 of the agenda: Bagel, North"
    assert explain(errors.SessionError("choose first", "Ask the town")).where == "Action: Ask the town"
