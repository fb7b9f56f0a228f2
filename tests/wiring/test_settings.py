"""Settings come from the environment or vouch.toml; a typo or an impossible value is an error, never a default."""

from dataclasses import fields
from pathlib import Path

import pytest

from domain.errors import SettingError
from presentation.words import languages
from presentation.words.catalogue import ENGLISH
from wiring.open import current_settings, open_language
from wiring.settings import Settings, read_settings


def refused(environment: dict[str, str], folder: Path) -> SettingError:
    with pytest.raises(SettingError) as caught:
        read_settings(environment, folder)
    return caught.value


def test_without_settings_everything_has_its_default(tmp_path: Path) -> None:
    settings = read_settings({"PATH": "/usr/bin", "HOME": str(tmp_path)}, tmp_path)
    assert settings == Settings()
    assert settings.home == Path(".vouch")
    assert settings.store_folder == Path(".vouch/predictions")
    assert settings.database_url == f"sqlite:///{Path('.vouch').resolve()}/feedback.sqlite"
    assert (settings.use_cases / "bakery" / "use_case.yaml").is_file()


def test_every_setting_can_be_given_in_the_environment(tmp_path: Path) -> None:
    given = {
        "home": "h",
        "database": "postgresql://db/vouch",
        "store": "s",
        "use_cases": "u",
        "data": "d",
        "threads": "4",
        "alerts": "json://localhost/a json://localhost/b",
        "address": "https://vouch.example.org",
        "language": "en",
    }
    assert set(given) == {field.name for field in fields(Settings)}
    settings = read_settings({f"VOUCH_{name.upper()}": value for name, value in given.items()}, tmp_path)
    assert settings == Settings(
        Path("h"), "postgresql://db/vouch", "s", Path("u"), Path("d"), 4, given["alerts"], given["address"], "en"
    )
    assert settings.channels == ("json://localhost/a", "json://localhost/b")
    assert settings.database_url == "postgresql://db/vouch"
    assert settings.store_folder == Path("s")


def test_every_setting_can_be_given_in_the_file_and_the_environment_wins(tmp_path: Path) -> None:
    (tmp_path / "vouch.toml").write_text('home = "from file"\nthreads = 3\nstore = "s"\n')
    settings = read_settings({"VOUCH_HOME": "from environment"}, tmp_path)
    assert (settings.home, settings.threads, settings.store) == (Path("from environment"), 3, "s")


def test_a_home_of_a_person_is_found(tmp_path: Path) -> None:
    assert read_settings({"VOUCH_HOME": "~/vouch"}, tmp_path).home == Path.home() / "vouch"


def test_an_unknown_setting_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    error = refused({"VOUCH_HOEM": "x"}, tmp_path)
    assert (error.name, error.found, error.where) == ("VOUCH_HOEM", "x", "environment")
    assert set(error.others) == {f"VOUCH_{field.name.upper()}" for field in fields(Settings)}


def test_an_unknown_setting_in_the_file_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "vouch.toml").write_text('hoem = "x"\n')
    error = refused({}, tmp_path)
    assert (error.name, error.where) == ("hoem", str(tmp_path / "vouch.toml"))


@pytest.mark.parametrize("value", ["", "0", "-1", "many", "1.5", "1025", "²", "１", "1 "])
def test_an_impossible_number_is_refused_with_what_is_allowed(value: str, tmp_path: Path) -> None:
    error = refused({"VOUCH_THREADS": value}, tmp_path)
    assert (error.name, error.found, error.allowed) == ("VOUCH_THREADS", value, "a whole number from 1 to 1024")


@pytest.mark.parametrize("value", ["", "EN", "english", "xx", "../en"])
def test_an_unknown_language_is_refused_with_those_that_exist(value: str, tmp_path: Path) -> None:
    error = refused({"VOUCH_LANGUAGE": value}, tmp_path)
    assert (error.name, error.found, error.allowed) == ("VOUCH_LANGUAGE", value, "one of en")


def test_a_catalogue_that_cannot_be_used_is_a_wrong_setting_that_names_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(languages, "LOCALE", tmp_path)
    path = languages.catalogue_file("de")
    path.parent.mkdir(parents=True)
    path.write_text('msgid "Save"\nmsgstr "Sichern {everything}"\n', encoding="utf-8")
    languages.translations.cache_clear()
    with pytest.raises(SettingError) as caught:
        open_language(read_settings({"VOUCH_LANGUAGE": "de"}, tmp_path))
    assert (caught.value.name, caught.value.where) == ("VOUCH_LANGUAGE", str(path))
    assert "everything" in caught.value.found


def test_english_is_what_is_spoken_when_nothing_is_set(tmp_path: Path) -> None:
    assert open_language(read_settings({}, tmp_path)) is ENGLISH


@pytest.mark.parametrize("content", [b"home = \n", b"home: x\n", b"\xff\xfe", b'home = "a"\nhome = "b"\n'])
def test_a_file_that_is_no_toml_is_refused_by_its_name(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "vouch.toml").write_bytes(content)
    error = refused({}, tmp_path)
    assert (error.name, error.where) == ("vouch.toml", str(tmp_path / "vouch.toml"))


def test_the_settings_of_the_process_are_read_when_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VOUCH_THREADS", "7")
    assert current_settings().threads == 7
    monkeypatch.setenv("VOUCH_THREADS", "8")
    assert current_settings().threads == 8


def test_an_address_for_alerts_that_is_none_is_refused_without_showing_what_may_be_secret(tmp_path: Path) -> None:
    error = refused({"VOUCH_ALERTS": "mailto://ana:secret@example.org hunter2"}, tmp_path)
    assert error.name == "VOUCH_ALERTS"
    assert "secret" not in error.found
    assert "hunter2" not in error.found


def test_an_address_of_the_dashboard_without_a_scheme_is_refused(tmp_path: Path) -> None:
    error = refused({"VOUCH_ADDRESS": "vouch.example.org"}, tmp_path)
    assert (error.name, error.found) == ("VOUCH_ADDRESS", "vouch.example.org")
