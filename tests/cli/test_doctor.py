"""`vouch doctor` looks at the set-up and says what to do."""

import sqlite3
from pathlib import Path

import pytest

from domain.run import Run
from tests.cli.answers import said
from tests.cli.conftest import Vouch
from tests.services.shop import Shop


def test_a_fresh_home_is_fine_and_says_what_comes_first(vouch: Vouch, vouch_home: Path) -> None:
    answer = vouch("doctor", "--json")
    checks = {check["check"]: check for check in answer.json["checks"]}
    assert (answer.code, answer.json["ok"]) == (0, True)
    assert checks["home folder"]["found"] == str(vouch_home)
    assert checks["champions"]["todo"] == "vouch demo makes a first one."
    assert {"Python", "packages", "disk", "database", "port", "use case files", "unfinished runs"} <= set(checks)
    assert "ok    database" in vouch("doctor").out


def test_the_doctor_finds_a_home_that_cannot_be_used(
    vouch: Vouch, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    monkeypatch.setenv("VOUCH_HOME", str(tmp_path / "file" / "home"))
    answer = vouch("doctor")
    assert answer.code == 1
    assert "FAIL  home folder" in said(answer)
    assert "Set VOUCH_HOME to a folder that can be written." in answer.out


def test_the_doctor_finds_a_database_of_a_newer_version(published_shop: Shop, vouch: Vouch) -> None:
    published_shop.close()
    with sqlite3.connect(published_shop.deps.home / "feedback.sqlite") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    answer = vouch("doctor", "--json", on=published_shop)
    (database,) = [check for check in answer.json["checks"] if check["check"] == "database"]
    assert (answer.code, database["ok"]) == (1, False)
    assert "newer" in database["found"]
    assert "Update Vouch" in database["todo"]
    assert vouch("runs", "shop", "--json", on=published_shop).code == 3


def test_the_doctor_finds_a_broken_use_case_a_changed_model_and_what_a_killed_job_left(
    published_shop: Shop, run: Run, vouch: Vouch
) -> None:
    assert vouch("doctor", on=published_shop).code == 0
    (published_shop.deps.use_cases / "broken").mkdir()
    (published_shop.deps.use_cases / "broken" / "use_case.yaml").write_text("name: broken\n", encoding="utf-8")
    (manifest,) = published_shop.deps.models.rglob("manifest.json")
    manifest.write_text("{}", encoding="utf-8")
    (published_shop.deps.predictions.folder / f"{run.location}x.partial").mkdir()
    answer = vouch("doctor", "--json", on=published_shop)
    checks = {check["check"]: check for check in answer.json["checks"]}
    assert answer.code == 1
    assert not checks["use case files"]["ok"]
    assert "broken" in checks["use case files"]["found"]
    assert not checks["champions"]["ok"]
    assert "1 folder" in checks["unfinished runs"]["found"]


def test_the_doctor_upgrades_an_older_database(vouch: Vouch, vouch_home: Path) -> None:
    from feedback_db.upgrade import revision_state, upgrade_to

    vouch_home.mkdir()
    url = f"sqlite:///{vouch_home / 'feedback.sqlite'}"
    upgrade_to(url, "0001")
    assert vouch("doctor", "--upgrade").code == 0
    assert revision_state(url) == "current"
