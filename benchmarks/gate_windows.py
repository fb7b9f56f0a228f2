"""Mornings one after another: clean ones first, and then the same again with a fault planted in each."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from benchmarks.gate_faults import (
    MORNING_DAYS,
    Memory,
    Seen,
    Shop,
    bakery,
    learned,
    live,
    look,
    stuttgart,
    was_open,
)
from benchmarks.planted_faults import BAKERY, STUTTGART, World
from benchmarks.planted_stages import DRIFTS, DROPS, Drift
from domain.finding import Finding
from domain.jump import Jump

DAYS = 30
"""Three windows are ninety clean days."""
SETTLED = 14
"""Faults are planted from this morning on: the stages have snapshots of two weeks to compare with."""

RHYTHM_KNOWN = 28
"""Drops are planted from this one on: four of each weekday are known (domain.normal_range)."""

WARM_UP = 56
"""Mornings lived before the window, so that the stages compare with as many as a job does that has run for a quarter."""

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
        jump: the first that was not there without the fault.
        after: days from its first morning.
    """

    name: str
    seen: Seen
    alarms: tuple[Finding, ...]
    rightly: bool
    jump: Jump | None = None
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
        for back in range(WARM_UP, 0, -1):
            live(shop, window.mornings[0] - timedelta(days=back), memory)
        _tell(window, f"{WARM_UP} mornings before it lived")
        clean = tuple(live(shop, morning, memory) for morning in window.mornings)
        _tell(window, f"{DAYS} clean mornings, {sum(bool(seen.jumps) for seen in clean)} of them with a jump marked")
        planted = _Planted(shop, memory, {seen.morning: seen for seen in clean})
        found = [*planted.faults(window), *planted.drops(window)]
        if window.part == window.parts - 1:
            found.append(planted.drift(DRIFTS[window.shop], window.end - timedelta(days=DRIFT_DAYS)))
        _tell(window, f"{len(found)} faults planted")
        return Lived(window, clean, tuple(found))


def _tell(window: Window, what: str) -> None:
    """How far a window is: it takes minutes."""
    print(f"  {window.shop}, up to {window.end}: {what}", flush=True)


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
        """Each on a morning of its own, as far as there are mornings."""
        days = self._mornings(SETTLED)
        faults = (BAKERY if window.shop == "bakery" else STUTTGART)[window.part :: window.parts]
        for at, fault in enumerate(faults):
            world = self._spoiled(fault.plant, _from(days, at))
            seen = look(self.shop, world.tables, world.run_date, self.memory)
            alarms = _news(seen, self.clean[world.run_date])
            right = bool({alarm.code for alarm in alarms} & fault.codes) and (seen.held or not fault.held)
            yield Found(fault.name, seen, alarms, right, _new_jump(seen, self.clean[world.run_date]))

    def drops(self, window: Window) -> Iterator[Found]:
        """Each on one of the last mornings."""
        days = self._mornings(RHYTHM_KNOWN)
        for at, drop in enumerate(DROPS[window.shop][window.part :: window.parts]):
            morning = _from(days, at)[0]
            world = World(self.shop.tables(morning, MORNING_DAYS), morning)
            drop.plant(world)
            seen = look(self.shop, world.tables, morning, self.memory, drop.change)
            jump = next((jump for jump in seen.jumps if jump.name == drop.column), None)
            right = jump is not None and jump.first.stage is drop.stage
            clean = self.clean[morning]
            yield Found(drop.name, seen, _news(seen, clean), right, jump or _new_jump(seen, clean))

    def drift(self, drift: Drift, first: date) -> Found:
        """The first of the mornings looked at on which it is seen, else the last."""
        for after in range(DRIFT_EVERY, DRIFT_DAYS + 1, DRIFT_EVERY):
            morning = first + timedelta(days=after)
            tables = self.shop.tables(morning, MORNING_DAYS)
            seen = look(self.shop, drift.applied(tables, first), morning, Memory(self.memory.training))
            usual = look(self.shop, tables, morning, Memory(self.memory.training))
            alarms = _news(seen, usual)
            right = any(alarm.code in ("distribution_shift", "unit_slip") for alarm in alarms)
            found = Found(drift.name, seen, alarms, right, after=after)
            if found.told:
                break
        return found

    def _mornings(self, settled: int) -> Sequence[date]:
        """Mornings after an open day."""
        late = sorted(self.clean)[settled:]
        return [day for day in late if was_open(self.shop.tables(day, MORNING_DAYS), day)]

    def _spoiled(self, plant: Callable[[World], None], days: Sequence[date]) -> World:
        """The files of the first morning on which there is something to spoil: a closed store sells nothing."""
        for morning in days:
            usual, world = (World(self.shop.tables(morning, MORNING_DAYS), morning) for _ in range(2))
            plant(world)
            if world.tables != usual.tables:
                return world
        raise ValueError("there is nothing to spoil")


def _news(seen: Seen, usual: Seen) -> tuple[Finding, ...]:
    known = {(alarm.code, alarm.source, alarm.column) for alarm in usual.alarms}
    return tuple(alarm for alarm in seen.alarms if (alarm.code, alarm.source, alarm.column) not in known)


def _new_jump(seen: Seen, usual: Seen) -> Jump | None:
    known = {(jump.name, jump.first.stage) for jump in usual.jumps}
    return next((jump for jump in seen.jumps if (jump.name, jump.first.stage) not in known), None)


def _from(days: Sequence[date], at: int) -> Sequence[date]:
    """All days, beginning with the `at`-th."""
    return [*days[at % len(days) :], *days[: at % len(days)]]
