"""The words that make and CI say when something is missing, and that a skipped test cannot pass for one that ran."""

import os
import shutil
import socket
import subprocess
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

SAMPLE = """
import pytest

@pytest.mark.browser
def test_with_a_browser():
    pytest.skip("no browser on this machine")

@pytest.mark.postgres
def test_with_postgres():
    assert True
"""


def run(command: list[str], folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment: Mapping[str, str] = {**os.environ, **variables}
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def port(project: Path, text: str) -> subprocess.CompletedProcess[str]:
    return run([sys.executable, ".ci/port.py", text], project)


def test_a_port_in_use_is_told_with_the_command_for_another_port(project: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = server.getsockname()[1]
        answer = port(project, str(number))
    assert answer.returncode == 1
    assert f"Port {number} is in use" in answer.stderr
    assert f"make run PORT={number + 1}" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_free_port_is_passed_without_a_word(project: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = server.getsockname()[1]
    answer = port(project, str(number))
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")


@pytest.mark.parametrize("text", ["abc", "0", "65536", "-1", "80 80", "٣", ""])
def test_what_is_no_port_is_refused_in_words(project: Path, text: str) -> None:
    answer = port(project, text)
    assert answer.returncode == 1
    assert "is no port" in answer.stderr


def test_make_run_looks_at_the_port_before_it_does_anything_else(project: Path) -> None:
    make = shutil.which("make")
    assert make, "make is one of the three things that Vouch asks of a machine"
    planned = run([make, "--dry-run", "run"], project).stdout
    assert planned.index("port.py") < planned.index("vouch demo") < planned.index("streamlit run")


def fake_python(folder: Path, body: str) -> Path:
    path = folder / "fake-python"
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_an_older_python_is_named_with_what_is_needed(project: Path, tmp_path: Path) -> None:
    old = fake_python(tmp_path, 'case "$2" in *version_info\\[*) echo 3.9;; *) exit 1;; esac')
    answer = run(["/bin/sh", ".ci/find-python"], project, PYTHON=str(old))
    assert answer.returncode == 1
    assert "needs Python 3.11 or newer" in answer.stderr
    assert "is Python 3.9" in answer.stderr


def test_a_python_without_venv_is_named_with_the_package_to_install(project: Path, tmp_path: Path) -> None:
    bare = fake_python(tmp_path, 'case "$2" in *ensurepip*) exit 1;; *) echo 3.12;; esac')
    answer = run(["/bin/sh", ".ci/find-python"], project, PYTHON=str(bare))
    assert answer.returncode == 1
    assert "apt-get install python3-venv" in answer.stderr


def test_no_python_at_all_is_said(project: Path) -> None:
    answer = run(["/bin/sh", ".ci/find-python"], project, PYTHON="no-such-python")
    assert answer.returncode == 1
    assert "No Python was found" in answer.stderr


def test_a_python_that_will_do_is_chosen(project: Path) -> None:
    answer = run(["/bin/sh", ".ci/find-python"], project, PYTHON=f"no-such-python {sys.executable}")
    assert (answer.returncode, answer.stdout.strip()) == (0, sys.executable)


@pytest.fixture
def sample(project: Path, tmp_path: Path) -> Path:
    """A small project of two tests under this project's conftest and pytest settings."""
    markers = tomllib.loads((project / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pytest"]["ini_options"]
    folder = tmp_path / "sample"
    (folder / "tests").mkdir(parents=True)
    shutil.copy(project / "tests" / "conftest.py", folder / "tests")
    (folder / "tests" / "test_sample.py").write_text(SAMPLE, encoding="utf-8")
    listed = "\n".join(f"    {marker}" for marker in markers["markers"])
    (folder / "pytest.ini").write_text(f"[pytest]\nmarkers =\n{listed}\n", encoding="utf-8")
    return folder


def pytest_in(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return run([sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options], folder)


def test_a_skip_is_allowed_unless_the_mark_must_run(sample: Path) -> None:
    assert pytest_in(sample).returncode == 0
    assert pytest_in(sample, "--no-skips=postgres").returncode == 0


def test_a_skip_of_a_mark_that_must_run_is_a_failure_that_says_why(sample: Path) -> None:
    answer = pytest_in(sample, "--no-skips=browser,postgres")
    assert answer.returncode == 1
    assert "no browser on this machine" in answer.stdout
    assert "1 failed, 1 passed" in answer.stdout


def test_a_mark_that_must_run_and_has_no_test_is_a_failure(sample: Path) -> None:
    answer = pytest_in(sample, "--no-skips=real_data")
    assert answer.returncode == 1
    assert "not a single real_data test ran" in answer.stdout


def test_a_module_skipped_as_a_whole_is_a_failure_too(sample: Path) -> None:
    whole = 'import pytest\npytest.skip("no browser at all", allow_module_level=True)\n'
    (sample / "tests" / "test_whole.py").write_text(whole, encoding="utf-8")
    assert pytest_in(sample, "--no-skips=postgres").returncode != 0


def test_an_unknown_mark_is_refused(sample: Path) -> None:
    answer = pytest_in(sample, "--no-skips=browsers")
    assert answer.returncode == 4
    assert "--no-skips does not know browsers" in answer.stderr


def test_ci_demands_every_mark_that_a_machine_may_lack_something_for(project: Path) -> None:
    assert "--no-skips=browser,postgres,real_data" in (project / ".ci" / "run").read_text(encoding="utf-8")
