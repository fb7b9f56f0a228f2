"""The list of expectations that the file may name, and that Great Expectations stays quiet and at home."""

import logging
import os
import socket
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from domain.use_case.known_expectations import FILE
from intake.expectations.judge import Asked, batches, context, judge

PROJECT = Path(__file__).resolve().parents[2]
ASKED = [
    Asked("expect_column_values_to_be_between", {"column": "n", "min_value": 2}),
    Asked("expect_column_values_to_match_regex", {"column": "n", "regex": "("}),
]


def test_the_list_is_that_of_the_installed_version() -> None:
    code = (
        "import sys; sys.path.insert(0, 'docs'); import known_expectations; sys.stdout.write(known_expectations.text())"
    )
    made = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True, timeout=200
    )

    assert made.stdout == FILE.read_text(encoding="utf-8"), "make docs"


def test_it_calls_nobody_says_nothing_and_leaves_no_files(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    calls: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda self, address: calls.append(address))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *address, **more: calls.append(address) or [])
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    context.cache_clear()  # its first use says most
    batches.cache_clear()

    said = judge(pa.table({"_line": [1, 2], "n": [1.0, 2.0]}), ASKED)

    assert [each.success for each in said] == [False, None]
    assert calls == []
    assert capfd.readouterr() == ("", "")
    assert caplog.records == []
    assert list(tmp_path.iterdir()) == []
    assert os.environ["GX_ANALYTICS_ENABLED"] == "false"
    assert logging.getLogger("great_expectations").propagate
