"""Draw how many microseconds a row costs as bars on a logarithmic axis; plain SVG, no library."""

import math
from collections.abc import Sequence
from html import escape
from itertools import groupby
from pathlib import Path

WIDTH, LEFT, RIGHT = 800, 190, 170
TOP, BAR, GAP, BETWEEN = 78, 22, 5, 34
COLOURS = {"this engine": "#17695E", "pred_contrib": "#B9B2A3", "woodelf": "#D9A441"}
NAMES = {"this engine": "this engine", "pred_contrib": "LightGBM pred_contrib", "woodelf": "woodelf-explainer"}
ORDER = list(COLOURS)

Bar = tuple[str, str, float, float]
"""Model, engine, microseconds per row, and how many times as long as this engine took in the same turns."""


def write_picture(bars: Sequence[Bar], path: Path) -> None:
    """Write the picture.

    Args:
        bars: Those of one model together.
        path: The SVG file.
    """
    path.write_text(picture(bars), encoding="utf-8")


def picture(bars: Sequence[Bar]) -> str:
    """The SVG text; bars of a model stand together, the axis is logarithmic and says so."""
    # The shortest bar must be seen, so the axis begins at a power of ten well below it.
    first = 10 ** math.floor(math.log10(min(bar[2] for bar in bars) / 2))
    last = 10 ** math.ceil(math.log10(max(bar[2] for bar in bars)))

    def x(value: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * math.log10(value / first) / math.log10(last / first)

    body: list[str] = []
    y = TOP
    for model, group in groupby(bars, key=lambda bar: bar[0]):
        mine = sorted(group, key=lambda bar: ORDER.index(bar[1]))
        body.append(f'<text class="model" x="16" y="{y + 15}">{escape(model)}</text>')
        for _, engine, value, times in mine:
            body += _bar(engine, value, times, x, y)
            y += BAR + GAP
        y += BETWEEN - GAP
    height = y - BETWEEN + 46
    return "\n".join([*_head(height), *_axis(first, last, x, height), *body, "</svg>"]) + "\n"


def _bar(engine: str, value: float, times: float, x, y: int) -> list[str]:  # type: ignore[no-untyped-def]
    words = f"{value:,.0f} µs" if value >= 20 else f"{value:.1f} µs"
    compared = "" if engine == "this engine" else f", {times:,.0f} times as long"
    width = x(value) - LEFT
    return [
        f'<rect x="{LEFT}" y="{y}" width="{width:.1f}" height="{BAR}" fill="{COLOURS[engine]}"/>',
        f'<text class="value" x="{LEFT + width + 6:.1f}" y="{y + 15}">{words}{compared}</text>',
    ]


def _axis(first: float, last: float, x, height: int) -> list[str]:  # type: ignore[no-untyped-def]
    lines = []
    value = first
    while value <= last:
        lines.append(f'<path class="grid" d="M{x(value):.1f} {TOP - 8} V{height - 34}"/>')
        lines.append(f'<text class="tick" x="{x(value):.1f}" y="{height - 16}">{value:g}</text>')
        value *= 10
    return lines


def _head(height: int) -> list[str]:
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" '
        'aria-labelledby="title desc" font-family="Helvetica, Arial, sans-serif">',
        '<title id="title">Time for one exact SHAP explanation</title>',
        '<desc id="desc">Bars: microseconds per row on one thread, for each model and engine, on a logarithmic axis.</desc>',
        "<style>.head { font-size: 16px; font-weight: 600; fill: #25231F; } .say { font-size: 12px; fill: #6A655C; }",
        ".model { font-size: 13px; fill: #25231F; } .value { font-size: 12px; fill: #25231F; }",
        ".tick { font-size: 11px; fill: #6A655C; text-anchor: middle; } .grid { stroke: #DDD8CC; }</style>",
        f'<rect width="{WIDTH}" height="{height}" rx="8" fill="#F8F6F1"/>',
        '<text class="head" x="16" y="28">One exact explanation, one thread: microseconds per row (logarithmic)</text>',
    ]
    at = 16
    for engine, colour in COLOURS.items():
        lines.append(f'<rect x="{at}" y="42" width="12" height="12" fill="{colour}"/>')
        lines.append(f'<text class="say" x="{at + 18}" y="52">{NAMES[engine]}</text>')
        at += 190
    return lines
