"""What services need. `wiring` fills it with the real things; tests pass their own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from domain.alert import Delivery, Message
from domain.entity import Entity
from domain.explanation import FeatureValue
from domain.jump import TracedMorning
from feedback_db.unit_of_work import FeedbackDb
from prediction_store import PredictionStore
from services.keep_few import KeepFew

if TYPE_CHECKING:
    from models.at_hand import ModelAtHand
    from models.explainer import ChosenExplainer

KEPT_VERSIONS = 6
"""Versions kept open for single rows, about 3 MB each for a model of the demo's size (measured): three use cases, each with
its champion and the one before."""

KEPT_BATCHES = 4
"""Rebuilt batches kept, up to 2,000 rows each: some MB."""

KEPT_MORNINGS = 4
"""Traced mornings kept, with the snapshots of thirteen weeks: 6 MB each for the demo (measured)."""

RebuiltBatch = tuple[str, int, date, Entity | None]
"""Use case, version, morning, and the entity where only one row was kept."""

RebuiltRows = Mapping[Entity, Mapping[str, FeatureValue]]


class Channels(Protocol):
    """Where alerts go."""

    def names(self) -> tuple[str, ...]:
        """The addresses, without what is secret in them."""
        ...

    def send(self, message: Message) -> tuple[Delivery, ...]:
        """Give a message to every channel, and say how it went with each."""
        ...


class NoChannels:
    """Nobody is told anything."""

    def names(self) -> tuple[str, ...]:
        """None."""
        return ()

    def send(self, message: Message) -> tuple[Delivery, ...]:
        """Tell nobody."""
        return ()


DEFAULT_ADDRESS = "http://localhost:8501"
"""Where `make run` serves the dashboard."""


@dataclass(frozen=True)
class Dependencies:
    """The open stores and the facts of this installation.

    Attributes:
        feedback: what people said and the catalogue.
        predictions: what the machine said.
        home: the folder of the embedded default; `models/`, `staging/` and `locks/` lie in it.
        use_cases: folder of the use cases that are given by name.
        variables: values for `${NAME}` in use case files.
        now: the clock, in UTC.
        threads: how many threads LightGBM may use.
        channels: where alerts go.
        address: of the dashboard, for links in alerts.
        versions: open versions, by folder and hash.
        rebuilt: inputs of earlier days, made anew with the features of a later version.
        traced: what the stages of a morning say, by run and by what has changed since.
        explainer: that of the version used last, for jobs of several mornings; its tables can be large.
    """

    feedback: FeedbackDb
    predictions: PredictionStore
    home: Path
    use_cases: Path
    now: Callable[[], datetime]
    variables: Mapping[str, str] = field(default_factory=dict)
    threads: int = 1
    channels: Channels = field(default_factory=NoChannels)
    address: str = DEFAULT_ADDRESS
    versions: "KeepFew[tuple[str, str], ModelAtHand]" = field(default_factory=lambda: KeepFew(KEPT_VERSIONS))
    rebuilt: KeepFew[RebuiltBatch, RebuiltRows] = field(default_factory=lambda: KeepFew(KEPT_BATCHES))
    traced: KeepFew[tuple[str, str, str], TracedMorning] = field(default_factory=lambda: KeepFew(KEPT_MORNINGS))
    explainer: "KeepFew[str, ChosenExplainer]" = field(default_factory=lambda: KeepFew(1))

    @property
    def models(self) -> Path:
        """Where model files are kept."""
        return self.home / "models"

    @property
    def staging(self) -> Path:
        """Where batches are prepared."""
        return self.home / "staging"

    @property
    def locks(self) -> Path:
        """Where one job tells another that it is at work."""
        return self.home / "locks"


class Progress(Protocol):
    """Told by long work what it is doing; the command line draws it, tests and services ignore it."""

    def step(self, name: str) -> None:
        """A new step begins."""
        ...

    def advance(self, done: int, total: int) -> None:
        """So much of the step is done."""
        ...


class Silent:
    """Progress that nobody watches."""

    def step(self, name: str) -> None:
        """Say nothing."""

    def advance(self, done: int, total: int) -> None:
        """Say nothing."""


SILENT = Silent()
