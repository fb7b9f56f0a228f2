"""The search for a browser: the system's first, and words instead of a failure when there is none."""

from types import ModuleType

import pytest


def nothing(*_: object) -> None:
    return None


@pytest.fixture
def bare(browser_setup: ModuleType, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A machine without a browser, where every command fails and nobody is root."""
    monkeypatch.setattr(browser_setup.shutil, "which", nothing)
    monkeypatch.setattr(browser_setup, "downloaded_browser", nothing)
    monkeypatch.setattr(browser_setup, "_succeeds", lambda *_: False)
    monkeypatch.setattr(browser_setup.os, "geteuid", lambda: 1000)
    return browser_setup


def test_a_machine_without_any_browser_is_told_in_words_and_does_not_fail(
    bare: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    bare.main()
    assert "the browser tests will be skipped" in capsys.readouterr().out


def test_a_browser_of_the_system_is_taken_before_anything_is_fetched(
    bare: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(bare, "_succeeds", lambda *command: asked.append(command) or False)
    monkeypatch.setattr(bare.shutil, "which", lambda name: f"/opt/{name}" if name == "google-chrome" else None)
    bare.main()
    assert capsys.readouterr().out == "Browser for the tests: /opt/google-chrome\n"
    assert asked == []


def test_apt_is_asked_only_by_root(bare: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(bare, "_succeeds", lambda *command: asked.append(command[0]) or False)
    monkeypatch.setattr(bare.shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    bare.main()
    assert "apt-get" not in asked
    monkeypatch.setattr(bare.os, "geteuid", lambda: 0)
    bare.main()
    assert asked[-1] == "apt-get"


def test_a_command_that_does_not_exist_counts_as_failed(browser_setup: ModuleType) -> None:
    assert browser_setup._succeeds("no-such-command-anywhere") is False
