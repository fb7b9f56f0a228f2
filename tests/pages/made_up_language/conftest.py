"""The dashboard in a made-up language, with data in Greek letters."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from presentation.words import languages
from tests.pages.made_up_language.greek_world import GreekWorld
from tests.presentation.pseudo_locale import LANGUAGE, write_pseudo_catalogue


@pytest.fixture(scope="session")
def pseudo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("locale")
    write_pseudo_catalogue(folder)
    return folder


@pytest.fixture(autouse=True)
def _made_up_language(pseudo_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(languages, "LOCALE", pseudo_folder)
    monkeypatch.setenv("VOUCH_LANGUAGE", LANGUAGE)
    languages.translations.cache_clear()
    yield
    languages.translations.cache_clear()


@pytest.fixture
def greek_bare(bare_world: Any) -> GreekWorld:
    """Nobody has signed in, nothing ran."""
    return GreekWorld(bare_world)


@pytest.fixture
def greek_world(greek_bare: GreekWorld) -> GreekWorld:
    greek_bare.sign_in("Ana")
    return greek_bare
