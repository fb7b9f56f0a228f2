"""The colours of effects: more and less, or good and bad where the use case says which is which."""

from dataclasses import dataclass

from presentation.charts.palette import Palette


@dataclass(frozen=True)
class Tones:
    """The colours of bars and of their numbers, for more and for less."""

    up: str
    down: str
    up_text: str
    down_text: str


def tones_of(palette: Palette, higher_is_better: bool | None) -> Tones:
    """More and less; or good and bad, where the use case says which is which."""
    if higher_is_better is None:
        return Tones(palette.more, palette.less, palette.more_text, palette.less_text)
    good, bad = (palette.good, palette.good_text), (palette.bad, palette.bad_text)
    up, down = (good, bad) if higher_is_better else (bad, good)
    return Tones(up[0], down[0], up[1], down[1])
