"""A small bakery whose runs were written by the production stores; every test drives `app.py` on a copy of its own."""

import html
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from domain.run import Run
from services.dependencies import Dependencies
from tests.pages.past_world import past_world
from tests.pages.prepared_once import packages_scanned_once, upgraded_database
from tests.pages.world import World, open_bakery, opened_home
from tests.services.past_shop import past_template

__all__ = ["packages_scanned_once", "past_template", "past_world", "upgraded_database"]

APP = Path(__file__).resolve().parents[2] / "app.py"
PATIENCE_SECONDS = 60
"""A first rerun imports plotly and DuckDB; on two busy cores that takes longer than AppTest's three seconds."""


@pytest.fixture
def empty_world(vouch_home: Path, upgraded_database: Path) -> Iterator[Dependencies]:
    """A first start: stores without anything in them."""
    vouch_home.mkdir(exist_ok=True)
    shutil.copy(upgraded_database, vouch_home / "feedback.sqlite")
    with opened_home(vouch_home) as deps:
        yield deps


@pytest.fixture
def bare_world(empty_world: Dependencies) -> World:
    """The bakery is registered, nobody has signed in, nothing ran."""
    return open_bakery(empty_world)


@pytest.fixture
def world(bare_world: World) -> World:
    """The bakery with Ana at the screen."""
    bare_world.sign_in()
    return bare_world


@pytest.fixture
def run(world: World) -> Run:
    """A published day of twelve predictions, four of which deserve a look."""
    return world.publish()


Visit = Callable[..., AppTest]


@pytest.fixture
def visitor_address(monkeypatch: pytest.MonkeyPatch) -> Callable[[str | None], None]:
    """Let the visitor come from an address; AppTest itself has none. Streamlit says None for this machine.

    AppTest has no cookies either, but something that answers every question with itself.
    """
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda self: {}))

    def come_from(address: str | None) -> None:
        monkeypatch.setattr(ContextProxy, "ip_address", property(lambda self: address))

    come_from(None)
    return come_from


@pytest.fixture
def visit(vouch_home: Path, visitor_address: Callable[[str | None], None]) -> Visit:
    """Open a page through the front door with the parameters of a link."""

    def open_page(name: str, **parameters: str) -> AppTest:
        # The address of each page is the name of its file, by which AppTest knows it before a first run.
        at = AppTest.from_file(str(APP), default_timeout=PATIENCE_SECONDS).switch_page(f"pages/{name}.py")
        for parameter, value in parameters.items():
            at.query_params[parameter] = value
        return at.run()

    return open_page


def text_of(at: AppTest) -> str:
    """Everything that a screen says, as one text without tags."""
    words = [element.value for element in at.markdown] + [element.body for element in at.get("html")]
    return html.unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", " ".join(words), flags=re.DOTALL))


@pytest.fixture
def says() -> Callable[[AppTest], str]:
    """The words of a screen."""
    return text_of
