"""What the intervals of value added hold over many quarters whose true value is known, and how quickly outcomes are measured."""

import os
from collections import defaultdict
from operator import eq
from pathlib import Path

from benchmarks.lived_quarter import Lived, about_of, live
from benchmarks.report import Line, Section
from benchmarks.simulated_quarter import DAYS, REVIEWERS, days_of, quarter, true_values
from domain.session import ItemKind
from services.value_added import by_group, changes_of

QUARTERS = 200
HOLDS = (0.92, 0.98)
"""What a 95 % interval should hold over 200 quarters (issue 5)."""

SAME = 1e-9
"""Sums of a few hundred numbers in another order."""

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


def measure(folder: Path) -> Section:
    """Coverage of the intervals over seeded quarters."""
    data = Path(os.environ.get("VOUCH_DATA") or DATA)
    days = days_of(data)
    truth = true_values(days)
    held: dict[str, list[bool]] = defaultdict(list)
    cases: dict[str, list[int]] = defaultdict(list)
    for seed in range(1, QUARTERS + 1):
        changes = changes_of(quarter(days, seed), None)
        groups = [*by_group(changes, lambda change: ""), *by_group(changes, lambda change: change.answer.person)]
        for group in groups:
            if group.units is not None:
                held[group.name].append(group.units.low <= truth[group.name] <= group.units.high)
                cases[group.name].append(group.cases)
    lines = [_line("all changes", held[""], cases[""], goal=True)]
    lines += [_line(f"{p.name} (skill {p.skill:g}, bias {p.bias:+g})", held[p.name], cases[p.name]) for p in REVIEWERS]
    everybody = [hit for person in REVIEWERS for hit in held[person.name]]
    lines.append(_line("each person by themselves, together", everybody, [], goal=True))
    lines += _lived(live(folder / "home", data, seed=1, days=DAYS))
    return Section(
        "value-added",
        "Value added: what the 95 % intervals hold",
        f"{QUARTERS} seeded quarters of 90 days drawn from the real Stuttgart data, five simulated reviewers (benchmarks/simulated_quarter.py); "
        "the share of quarters whose interval holds the true value added per change. Then a quarter of the real days as they followed each other, lived "
        "through the services with the use case's own model (benchmarks/lived_quarter.py).",
        tuple(lines),
    )


def _line(name: str, held: list[bool], cases: list[int], *, goal: bool = False) -> Line:
    share = sum(held) / len(held)
    of = f", {min(cases)} to {max(cases)} changes a quarter" if cases else ""
    found = f"{share:.3f} of {len(held)} intervals{of}"
    return Line(name, found, "0.92 to 0.98" if goal else "", HOLDS[0] <= share <= HOLDS[1] if goal else None)


def _lived(lived: Lived) -> list[Line]:
    changes, gains = lived.outcomes.changes, [gain for _, gain in lived.gains]
    assert changes.units is not None
    difference = abs(changes.units.mean - sum(gains) / len(gains))
    top = [about_of(point) for point in lived.first.points[: len(lived.planted)]]
    first = lived.second.points[0]
    verified = first.item.kind is ItemKind.VERIFIED and about_of(first) == lived.planted[0]
    found = f"first on the agenda, verdict: {first.item.detail.get('verdict')}" if verified else "no"
    return [
        Line(
            f"{DAYS} days through the services: value added of {changes.cases} changes, less a direct computation",
            f"{difference:.1e}",
            "0",
            difference < SAME and changes.cases == len(gains),
        ),
        Line(
            "planted disputes on top of the agenda",
            f"{sum(map(eq, top, lived.planted))} of {len(lived.planted)}",
            "all, the largest first",
            top == list(lived.planted),
        ),
        Line("a fixed dispute in the next session", found, "verified", verified),
    ]
