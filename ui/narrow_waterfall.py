"""The waterfall for a phone: each reason above its bar, because beside it there is no room. Plain HTML, shown below 640 px only."""

from collections.abc import Sequence
from html import escape

from presentation.charts.waterfall import Step
from presentation.words.catalogue import text


def narrow_waterfall(steps: Sequence[Step]) -> str:
    """The same rows and numbers as the chart; bars start where the one before ended."""
    ends = _ends(steps)
    low, high = min(ends), max(ends)
    width = high - low or 1.0
    rows = []
    for at, step in enumerate(steps):
        start = ends[at - 1] if at and step.kind != "total" else ends[at]
        left, right = (100 * (x - low) / width for x in sorted((start, ends[at])))
        rows.append(_row(step, left, right - left))
    return f'<div class="narrow" role="img" aria-label="{escape(text("Waterfall"))}">{"".join(rows)}</div>'


def _ends(steps: Sequence[Step]) -> list[float]:
    level, ends = 0.0, []
    for step in steps:
        level = step.amount if step.kind in ("base", "total") else level + step.amount
        ends.append(level)
    return ends


def _row(step: Step, left: float, width: float) -> str:
    tone = "" if step.kind in ("base", "total") or not step.amount else "more" if step.amount > 0 else "less"
    return (
        f'<div class="step {step.kind} {tone}"><div><span>{escape(step.label)} <small>{escape(step.note)}</small></span><b>{escape(step.text)}</b></div>'
        f'<p><i style="left:{left:.2f}%;width:{width:.2f}%"></i></p></div>'
    )
