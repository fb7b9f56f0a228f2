"""Open what the settings name."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from domain.errors import DatabaseError, SettingError
from feedback_db.revision import revision_state
from feedback_db.unit_of_work import FeedbackDb
from prediction_store import PredictionStore
from presentation.words.catalogue import Translations
from presentation.words.languages import catalogue_file, translations
from services.dependencies import Dependencies
from wiring.channels import AppriseChannels
from wiring.settings import Settings, read_settings


def current_settings() -> Settings:
    """The settings of this process."""
    return read_settings(os.environ, Path.cwd())


def open_dependencies(settings: Settings | None = None) -> Dependencies:
    """The real stores, and a database of the right revision: a missing or older embedded one is brought up to date.

    A database of one's own (`VOUCH_DATABASE`) is upgraded by `vouch doctor --upgrade` only, because others may use it.

    Raises:
        SettingError: an unknown or impossible setting.
        DatabaseError: it cannot be reached, or is of another revision.
    """
    settings = settings if settings is not None else current_settings()
    settings.home.mkdir(parents=True, exist_ok=True)
    if not settings.database and revision_state(settings.database_url) != "current":
        # Alembic is loaded only when there is something to do: it costs every start of the dashboard 60 ms.
        from feedback_db.upgrade import upgrade

        upgrade(settings.database_url)
    feedback = FeedbackDb(settings.database_url)
    try:
        feedback.ensure_current()
    except DatabaseError:
        feedback.close()
        raise
    return Dependencies(
        feedback,
        PredictionStore(settings.store_folder),
        settings.home,
        settings.use_cases,
        lambda: datetime.now(UTC),
        _variables(os.environ, settings),
        settings.threads,
        AppriseChannels(settings.channels),
        settings.address,
    )


def open_language(settings: Settings | None = None) -> Translations:
    """The texts of the language that the settings name.

    Raises:
        SettingError: an unknown or impossible setting, or a catalogue that cannot be used.
    """
    language = (settings if settings is not None else current_settings()).language
    try:
        return translations(language)
    except (OSError, ValueError) as error:
        allowed = "a language whose catalogue can be used (docs/translating.md)"
        raise SettingError("VOUCH_LANGUAGE", str(error), allowed, where=str(catalogue_file(language))) from error


def _variables(environment: Mapping[str, str], settings: Settings) -> Mapping[str, str]:
    """What use case files may name as `${NAME}`: the environment, and the two folders whether or not they are set."""
    return {**environment, "VOUCH_HOME": str(settings.home.resolve()), "VOUCH_DATA": str(settings.data.resolve())}
