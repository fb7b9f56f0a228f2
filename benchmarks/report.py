"""What a benchmark found, and how it is written down: with the machine, the versions and the spread."""

import os
import platform
import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

RESULTS = Path(__file__).parent / "RESULTS.md"

PACKAGES = ("streamlit", "duckdb", "pyarrow", "lightgbm", "numpy", "pandas", "sqlalchemy", "plotly")


@dataclass(frozen=True)
class Line:
    """One figure: what was measured, what came out, what was wanted (empty: nothing), and whether it was reached."""

    what: str
    found: str
    goal: str = ""
    met: bool | None = None


@dataclass(frozen=True)
class Section:
    """The figures of one benchmark; `note` says how they were taken."""

    name: str
    title: str
    note: str
    lines: tuple[Line, ...]


def spread(values: Sequence[float], unit: str, digits: int = 1) -> str:
    """Median with the smallest and the largest value."""
    return f"{statistics.median(values):.{digits}f} {unit} ({min(values):.{digits}f} to {max(values):.{digits}f}, n = {len(values)})"


def write_section(section: Section, path: Path = RESULTS) -> None:
    """Put a section into the results, in the place of its former self."""
    text = path.read_text(encoding="utf-8") if path.is_file() else _HEAD
    marker = f"<!-- {section.name} -->"
    block = f"{marker}\n{_written(section)}\n<!-- end of {section.name} -->\n"
    pattern = re.compile(re.escape(marker) + r".*?<!-- end of " + re.escape(section.name) + r" -->\n", re.DOTALL)
    text = pattern.sub(lambda _: block, text) if pattern.search(text) else f"{text.rstrip()}\n\n{block}"
    path.write_text(text, encoding="utf-8")


_HEAD = """# Results

Written by `make bench` (`make bench ARGS="accuracy"` for one of them). Absolute times vary with the machine and its load; ratios and
findings hold. Medians, with the smallest and the largest value in brackets.
"""


def _written(section: Section) -> str:
    rows = "\n".join(
        f"| {line.what} | {line.found} | {line.goal or '–'} | {_met(line.met)} |" for line in section.lines
    )
    return f"## {section.title}\n\n{section.note}\n\n| measured | found | goal | met |\n|---|---|---|---|\n{rows}\n\n{_machine()}\n"


def _met(met: bool | None) -> str:
    return "–" if met is None else "yes" if met else "**no**"


def _machine() -> str:
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in PACKAGES)
    load = os.getloadavg()[0]
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {_processor()}, {os.cpu_count()} cores, {_memory():.0f} GiB, {platform.system()} "
        f"{platform.machine()}, load {load:.1f} at the end, Python {platform.python_version()}, {versions}."
    )


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    names = re.findall(r"model name\s*: (.*)", path.read_text(encoding="utf-8")) if path.is_file() else []
    return names[0] if names else platform.processor() or "unknown processor"


def _memory() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
