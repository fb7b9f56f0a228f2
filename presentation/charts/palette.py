"""The colours of Vouch. Charts read them from here, and the stylesheet gets the same ones as CSS variables.

Contrast was measured for both themes: text at least 5.4, bars at least 3.9, neutral marks at least 3.3, which is
enough for marks and too little for text. Orange and blue are told apart by colour-blind people.
"""

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Palette:
    """Colours by meaning.

    Attributes:
        page, card, widget: backgrounds, from the outermost.
        ink, soft: text, and text that matters less.
        border, hairline, outline: of cards, between rows, of chips.
        you: "your turn", the one accent; `more` and `less`: than usual. Each with a pale ground and text for it.
        on_you, on_you_outline: text on the accent and the frame of a key hint there.
        good, bad: where the use case says whether more of the target is good news: bars and text for each (the ends of
            ColorBrewer's PRGn scale, which colour-blind people tell apart).
        neutral: marks without direction; never for text.
        band: the normal band of a chart.
        selected, hover: rows.
    """

    page: str
    card: str
    widget: str
    ink: str
    soft: str
    border: str
    hairline: str
    outline: str
    you: str
    you_pale: str
    you_text: str
    on_you: str
    on_you_outline: str
    more: str
    more_pale: str
    more_text: str
    less: str
    less_pale: str
    less_text: str
    good: str
    good_text: str
    bad: str
    bad_text: str
    neutral: str
    band: str
    selected: str
    hover: str


LIGHT = Palette(
    page="#F8F6F1",
    card="#FFFFFF",
    widget="#FFFFFF",
    ink="#25231F",
    soft="#6A655C",
    border="#DDD8CC",
    hairline="#E9E5DB",
    outline="#D5CFC1",
    you="#17695E",
    you_pale="#DFEEEA",
    you_text="#115248",
    on_you="#FFFFFF",
    on_you_outline="#6FA39C",
    more="#C26A28",
    more_pale="#FBEBDD",
    more_text="#98480F",
    less="#3A74AD",
    less_pale="#E6EFF8",
    less_text="#27578A",
    good="#2F8A4C",
    good_text="#1B6B38",
    bad="#8E4BA0",
    bad_text="#6E2F82",
    neutral="#8F887A",
    band="#EFECE4",
    selected="#EEF5F3",
    hover="#FAF8F3",
)

DARK = Palette(
    page="#171614",
    card="#1E1C1A",
    widget="#211F1C",
    ink="#ECE8E0",
    soft="#A8A297",
    border="#3A3731",
    hairline="#2E2B27",
    outline="#46423B",
    you="#4DB3A1",
    you_pale="#17332E",
    you_text="#86D3C4",
    on_you="#0E1F1C",
    on_you_outline="#2E8071",
    more="#DD9454",
    more_pale="#3A2817",
    more_text="#F0B582",
    less="#78ADDD",
    less_pale="#1C2C3C",
    less_text="#A3C9EC",
    good="#6FBF86",
    good_text="#9ADBAC",
    bad="#BB8CCB",
    bad_text="#DDB8E8",
    neutral="#7C766B",
    band="#2A2723",
    selected="#1B2D2A",
    hover="#262421",
)


def css_variables(palette: Palette) -> str:
    """The palette as CSS declarations, for a rule on `:root`: `--page:#F8F6F1;--you-pale:#DFEEEA;...`."""
    return "".join(f"--{field.name.replace('_', '-')}:{getattr(palette, field.name)};" for field in fields(palette))
