"""Mornings one after another: clean ones first, and then the same again with a fault planted in each."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from benchmarks.gate_faults import MORNING_DAYS, Change, Memory, Seen, Shop, bakery, learned, live, look, stuttgart, was_open
from benchmarks.planted_faults import BAKERY, STUTTGART, Planted, World
from benchmarks.planted_stages import DRIFTS, DROPS, Drift, Dropped
from domain.finding import Finding

DAYS = 30
SETTLED = 14
"""Faults are planted from this morning on: the stages have snapshots of two weeks to compare with."""

DRIFT_EVERY, DRIFT_DAYS = 4, 40
"""A drift is looked at on every so-and-so-many-th morning, for so many days."""


@dataclass(frozen=True)
class Window:
    """Mornings up to one; `part` of `parts` of the faults are planted in them. `data` holds the real data, if any."""

    shop: str
    seed: int
    end: date
    part: int = 0
    parts: int = 1
    data: Path | None = None

    @property
    def mornings(self) -> tuple[date, ...]:
        """Oldest first."""
        return tuple(self.end - timedelta(days=back) for back in range(DAYS - 1, -1, -1))


@dataclass(frozen=True)
class Found:
    """What became of a fault.

    Attributes:
        name: of the fault, as planted.
        seen: the morning that was looked at; alarms: those that were not there without the fault.
        rightly: whether the check that should see it did, or the stage at which it began was found.
        after: days from its first morning.
    """

    name: str
    seen: Seen
    alarms: tuple[Finding, ...]
    rightly: bool
    after: int = 0

    @property
    def told(self) -> bool:
        """Whether anything was said."""
        return bool(self.alarms) or self.rightly


@dataclass(frozen=True)
class Lived:
    """The clean mornings of a window, and the faults planted in it."""

    window: Window
    clean: tuple[Seen, ...]
    found: tuple[Found, ...]


def live_through(window: Window) -> Lived:
    """Live through a window; can be called in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="gate-faults-") as folder:
        shop = _shop(window, Path(folder))
        memory = learned(shop, window.mornings[0])
        clean = tuple(live(shop, morning, memory) for morning in window.mornings)
        planted = _Planted(shop, memory, {seen.morning: seen for seen in clean})
        found = [*planted.faults(window), *planted.drops(window)]
        if window.part == window.parts - 1:
            found.append(planted.drift(DRIFTS[window.shop], window.end - timedelta(days=DRIFT_DAYS)))
        return Lived(window, clean, tuple(found))


def _shop(window: Window, folder: Path) -> Shop:
    if window.data is not None:
        return stuttgart(folder, window.data)
    return bakery(folder, window.seed, window.end)


@dataclass(frozen=True)
class _Planted:
    shop: Shop
    memory: Memory
    clean: dict[date, Seen]

    def faults(self, window: Window) -> Iterator[Found]:
        faults = (BAKERY if window.shop == "bakery" else STUTTGART)[window.part :: window.parts]
        for fault, morning in zip(faults, self._mornings(len(faults)), strict=True):
            yield self._fault(fault, morning)

    def drops(self, window: Window) -> Iterator[Found]:
        drops = DROPS[window.shop][window.part :: window.parts]
        for drop, morning in zip(drops, self._mornings(len(drops)), strict=True):
            yield self._drop(drop, morning)

    def drift(self, drift: Drift, first: date) -> Found:
        """The first of the mornings looked at on which it is seen, else the last."""
        for after in range(DRIFT_EVERY, DRIFT_DAYS + 1, DRIFT_EVERY):
            morning = first + timedelta(days=after)
            tables = self.shop.tables(morning, MORNING_DAYS)
            seen = look(self.shop, drift.applied(tables, first), morning, Memory(self.memory.training))
            usual = look(self.shop, tables, morning, Memory(self.memory.training))
            alarms = _news(seen, usual)
            found = Found(drift.name, seen, alarms, any(a.code in ("distribution_shift", "unit_slip") for a in alarms), after)
            if found.told:
                break
        return found

    def _mornings(self, count: int) -> Sequence[date]:
        """Mornings after an open day, again and again."""
        days = [day for day in sorted(self.clean)[SETTLED:] if was_open(self.shop.tables(day, MORNING_DAYS), day)]
        return [days[at % len(days)] for at in range(count)]

    def _fault(self, fault: Planted, morning: date) -> Found:
        seen = self._planted(fault.plant, morning, None)
        alarms = _news(seen, self.clean[morning])
        codes = {alarm.code for alarm in alarms}
        return Found(fault.name, seen, alarms, bool(codes & fault.codes) and (seen.held or not fault.held))

    def _drop(self, drop: Dropped, morning: date) -> Found:
        seen = self._planted(drop.plant, morning, drop.change)
        alarms = _news(seen, self.clean[morning])
        return Found(drop.name, seen, alarms, seen.jump is not None and seen.jump.first.stage is drop.stage)

    def _planted(self, plant: Callable[[World], None], morning: date, change: Change | None) -> Seen:
        world = World(self.shop.tables(morning, MORNING_DAYS), morning)
        plant(world)
        return look(self.shop, world.tables, morning, self.memory, change)


def _news(seen: Seen, usual: Seen) -> tuple[Finding, ...]:
    known = {(alarm.code, alarm.source, alarm.column) for alarm in usual.alarms}
    return tuple(alarm for alarm in seen.alarms if (alarm.code, alarm.source, alarm.column) not in known)
