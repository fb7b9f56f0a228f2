"""The waterfall for a phone: each reason above its bar, because beside it there is no room. Plain HTML, shown below 640 px only.

What opens is a `<details>` of the browser, so that a tap needs no answer from the server.
"""

from collections.abc import Sequence
from html import escape

from presentation.charts.step import Step, levels_of
from presentation.words.catalogue import text


def narrow_waterfall(steps: Sequence[Step], higher_is_better: bool | None = None) -> str:
    """The same rows and numbers as the chart; bars start where the one before ended.

    Args:
        steps: with everything opened; what is inside a head is folded.
        higher_is_better: as the use case says; colours then mean good and bad.
    """
    levels = levels_of(steps)
    low, high = min(end for _, end in levels), max(end for _, end in levels)
    width = high - low or 1.0
    html, depth = [], 0
    for step, (before, after) in zip(steps, levels, strict=True):
        html += ["</details>"] * max(0, depth - step.level)
        depth = min(depth, step.level)
        # Folded, a head stands for its members and has their bar.
        end = before + step.amount if step.kind == "head" else after
        start = before if step.is_bar or step.kind == "head" else after
        left, right = (100 * (x - low) / width for x in sorted((start, end)))
        row = _row(step, (left, right - left), higher_is_better)
        if step.kind == "head":
            html.append(f"<details><summary>{row}</summary>")
            depth += 1
        else:
            html.append(row)
    html += ["</details>"] * depth
    return f'<div class="narrow" role="group" aria-label="{escape(text("Waterfall"))}">{"".join(html)}</div>'


def _tone(step: Step, higher_is_better: bool | None) -> str:
    if step.kind in ("base", "total") or not step.amount:
        return ""
    if higher_is_better is None:
        return "more" if step.amount > 0 else "less"
    return "good" if (step.amount > 0) == higher_is_better else "bad"


def _row(step: Step, place: tuple[float, float], higher_is_better: bool | None) -> str:
    return (
        f'<div class="step {step.kind} {_tone(step, higher_is_better)}"><div><span>{escape(step.label)} <small>{escape(step.note)}</small></span><b>{escape(step.text)}</b></div>'
        f'<p><i style="left:{place[0]:.2f}%;width:{place[1]:.2f}%"></i></p></div>'
    )
