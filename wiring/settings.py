"""Settings: environment variables `VOUCH_*` or a file `vouch.toml`. An unknown one is an error, not a silent typo."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from domain.errors import SettingError
from presentation.words.languages import DEFAULT, known_languages
from services.dependencies import DEFAULT_ADDRESS

PREFIX = "VOUCH_"
FILE = "vouch.toml"

_PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """All settings; each is VOUCH_<NAME> in the environment and <name> in `vouch.toml`.

    Attributes:
        home: folder of the embedded default: SQLite, Parquet, model files.
        database: SQLAlchemy URL of the feedback database; SQLite in `home` if empty.
        store: folder of the prediction store; `predictions` in `home` if empty.
        use_cases: folder of the use cases that are given by name.
        data: folder of real data sets, for use cases that name `${VOUCH_DATA}`.
        threads: how many threads LightGBM may use in the daily job.
        alerts: addresses that alerts go to, as apprise writes them, separated by spaces; nobody is told anything if empty.
        address: where people reach the dashboard, for links in alerts.
        language: the language of the dashboard, one of `known_languages()`.
    """

    home: Path = Path(".vouch")
    database: str = ""
    store: str = ""
    use_cases: Path = _PROJECT / "use_cases"
    data: Path = _PROJECT.parent / "shared" / "data"
    threads: int = 1
    alerts: str = ""
    address: str = DEFAULT_ADDRESS
    language: str = DEFAULT

    @property
    def database_url(self) -> str:
        """Where the feedback database is."""
        return self.database or f"sqlite:///{self.home.resolve() / 'feedback.sqlite'}"

    @property
    def channels(self) -> tuple[str, ...]:
        """The addresses that alerts go to."""
        return tuple(self.alerts.split())

    @property
    def store_folder(self) -> Path:
        """Where predictions are."""
        return Path(self.store) if self.store else self.home / "predictions"


def read_settings(environment: Mapping[str, str], folder: Path) -> Settings:
    """Settings from `vouch.toml` in a folder and from the environment, which wins.

    Raises:
        SettingError: an unknown setting, or a value that it cannot have.
    """
    path = folder / FILE
    values: dict[str, tuple[str, str]] = {}
    if path.is_file():
        try:
            content = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise SettingError(FILE, str(error), "TOML: name = value", where=str(path)) from error
        values.update({name: (_plain(name, value, path), str(path)) for name, value in content.items()})
    found = {name.removeprefix(PREFIX).lower(): value for name, value in environment.items() if name.startswith(PREFIX)}
    values.update({name: (value, "environment") for name, value in found.items()})
    return Settings(**{name: _value(name, value, where) for name, (value, where) in values.items()})  # type: ignore[arg-type]


def _plain(name: str, value: object, path: Path) -> str:
    if isinstance(value, dict | list | bool):
        raise SettingError(name, str(value), "a text or a number: name = value, without [tables]", where=str(path))
    return str(value)


def _value(name: str, value: str, where: str) -> object:
    known = {field.name: field.type for field in fields(Settings)}
    shown = PREFIX + name.upper() if where == "environment" else name
    if name not in known:
        raise SettingError(shown, value, "no such setting", where, tuple(PREFIX + other.upper() for other in known))
    if known[name] is Path:
        if not value.strip():
            raise SettingError(shown, "nothing", "the path of a folder, or not set at all", where)
        return Path(value).expanduser()
    if known[name] is int:
        if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= 1024:
            raise SettingError(shown, value, "a whole number from 1 to 1024", where)
        return int(value)
    if name == "alerts":
        return _channels(shown, value, where)
    if name == "address":
        return _address(shown, value, where)
    return _language(shown, value, where) if name == "language" else value


def _channels(shown: str, value: str, where: str) -> str:
    if any("://" not in address for address in value.split()):
        # The value may hold a password, so it is not shown.
        raise SettingError(
            shown, "a part without ://", "addresses such as mailto://… or slack://…, separated by spaces", where
        )
    return value


def _address(shown: str, value: str, where: str) -> str:
    if not value.startswith(("http://", "https://")):
        raise SettingError(shown, value, "where people reach the dashboard: https://vouch.example.org", where)
    return value


def _language(shown: str, value: str, where: str) -> str:
    known = known_languages()
    if value not in known:
        raise SettingError(shown, value, "one of " + ", ".join(known), where)
    return value
