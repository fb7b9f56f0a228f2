"""The waterfall as an SVG that stands in a letter: no browser, no script, prints as it is seen.

The same rows and numbers as on the screen (`presentation.charts.waterfall`), on paper colours.
"""

from collections.abc import Sequence
from html import escape

from presentation.charts.figure import shortened
from presentation.charts.palette import LIGHT
from presentation.charts.step import Step, levels_of, step_alt
from presentation.charts.tones import Tones, tones_of

WIDTH = 680
ROW = 30
LABELS = 236
"""Pixels of the drawing: of a whole row, of its height, and of the column of labels."""

LONGEST_LABEL = 34
LONGEST_NOTE = 42
BAR = 13
SPARE = 74
"""Room beside the outermost marks for the numbers."""


def waterfall_svg(steps: Sequence[Step], span: tuple[float, float] | None, higher_is_better: bool | None = None) -> str:
    """The drawing, every text in it escaped.

    Args:
        steps: of `waterfall_steps`, nothing opened.
        span: the range as it is shown, or None.
        higher_is_better: as the use case says; colours then mean good and bad.
    """
    levels = levels_of(steps)
    points = [*(end for _, end in levels), *(span or ())]
    low, wide = min(points), (max(points) - min(points)) or 1.0
    drawing = _Drawing((low, wide), tones_of(LIGHT, higher_is_better), len(steps), span)
    rows = "".join(drawing.row(at, step, levels[at]) for at, step in enumerate(steps))
    height = ROW * len(steps) + 4
    alt = escape(step_alt(steps))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-label="{alt}" font-family="Source Sans, Helvetica, Arial, sans-serif" font-size="12">'
        f"<title>{alt}</title>{_hatch()}{drawing.whisker(span)}{rows}</svg>"
    )


def _hatch() -> str:
    line = f'<path d="M0 6L6 0" stroke="{LIGHT.card}" stroke-width="2"/>'
    return f'<defs><pattern id="rule" width="6" height="6" patternUnits="userSpaceOnUse">{line}</pattern></defs>'


class _Drawing:
    """Where things are: one scale for all rows."""

    def __init__(self, axis: tuple[float, float], tones: Tones, count: int, span: tuple[float, float] | None) -> None:
        self._low, self._wide = axis
        self._tones, self._count = tones, count
        self._left = WIDTH if span is None else self.x(span[0])

    def x(self, level: float) -> float:
        """Pixels from the left."""
        return LABELS + SPARE + (WIDTH - LABELS - 2 * SPARE) * (level - self._low) / self._wide

    def row(self, at: int, step: Step, ends: tuple[float, float]) -> str:
        """A row: rule, labels, bar or mark, number, and the connector to the next."""
        middle = ROW * at + ROW / 2
        return "".join(
            (
                self._rule(at),
                _labels(step, middle),
                self._bar(step, ends, middle) if step.is_bar else self._mark(step, ends[1], middle),
                self._number(step, ends, middle),
                self._connector(at, ends[1], middle),
            )
        )

    def whisker(self, span: tuple[float, float] | None) -> str:
        """The range on the last row."""
        if span is None:
            return ""
        middle, left, right = ROW * (self._count - 0.5), self.x(span[0]), self.x(span[1])
        line = f'stroke="{LIGHT.you}" stroke-width="2"'
        ends = "".join(_line((end, middle - 6), (end, middle + 6), line) for end in (left, right))
        return _line((left, middle), (right, middle), line) + ends

    def _rule(self, at: int) -> str:
        if at == self._count - 1:
            return ""
        colour = LIGHT.soft if at == self._count - 2 else LIGHT.hairline
        return _line((0, ROW * (at + 1)), (WIDTH, ROW * (at + 1)), f'stroke="{colour}"')

    def _bar(self, step: Step, ends: tuple[float, float], middle: float) -> str:
        left, right = sorted((self.x(ends[0]), self.x(ends[1])))
        place = f'x="{left:.1f}" y="{middle - BAR / 2:.1f}" width="{max(right - left, 1):.1f}" height="{BAR}" rx="1.5"'
        bar = f'<rect {place} fill="{self._colour(step)}"/>'
        return bar + (f'<rect {place} fill="url(#rule)"/>' if step.kind == "rule" else "")

    def _colour(self, step: Step) -> str:
        if step.kind == "other":
            return LIGHT.neutral
        return self._tones.up if step.amount > 0 else self._tones.down

    def _mark(self, step: Step, level: float, middle: float) -> str:
        at = self.x(level)
        if step.kind == "base":
            return f'<rect x="{at - 2:.1f}" y="{middle - 9:.1f}" width="4" height="18" fill="{LIGHT.neutral}"/>'
        return f'<rect x="{at - 6:.1f}" y="{middle - 6:.1f}" width="12" height="12" fill="{LIGHT.ink}"/>'

    def _number(self, step: Step, ends: tuple[float, float], middle: float) -> str:
        right = max(self.x(ends[0]), self.x(ends[1])) if step.is_bar else self.x(ends[1]) + 6
        colour = LIGHT.ink
        if step.kind in ("effect", "rule") and step.amount:
            colour = self._tones.up_text if step.amount > 0 else self._tones.down_text
        if step.kind == "total":
            # Left of the whisker, as on the screen; right of it there may be no room.
            place = min(self.x(ends[1]) - 8, self._left) - 6, middle + 4
            return _text(place, step.text, f'font-weight="600" text-anchor="end" fill="{colour}"')
        return _text((right + 6, middle + 4), step.text, f'font-weight="600" fill="{colour}"')

    def _connector(self, at: int, level: float, middle: float) -> str:
        if at == self._count - 1:
            return ""
        return _line(
            (self.x(level), middle + BAR / 2), (self.x(level), middle + ROW - BAR / 2), f'stroke="{LIGHT.neutral}"'
        )


def _labels(step: Step, middle: float) -> str:
    weight = ' font-weight="600"' if step.kind == "total" else ""
    label = shortened(step.label, LONGEST_LABEL)
    if not step.note:
        return _text((0, middle + 4), label, f'fill="{LIGHT.ink}"{weight}')
    note = shortened(step.note, LONGEST_NOTE)
    return _text((0, middle - 2), label, f'fill="{LIGHT.ink}"{weight}') + _text(
        (0, middle + 10), note, f'fill="{LIGHT.soft}" font-size="10"'
    )


def _text(place: tuple[float, float], words: str, style: str) -> str:
    return f'<text x="{place[0]:.1f}" y="{place[1]:.1f}" {style}>{escape(words)}</text>'


def _line(start: tuple[float, float], end: tuple[float, float], style: str) -> str:
    return f'<line x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}" {style}/>'
