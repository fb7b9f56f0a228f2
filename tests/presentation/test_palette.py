import pytest

from presentation.charts.palette import DARK, LIGHT, css_variables
from presentation.charts.tones import tones_of
from presentation.charts.waterfall import waterfall_steps
from presentation.charts.waterfall_figure import waterfall_figure
from presentation.words.quantities import scale_of


def test_colours_say_good_and_bad_only_where_the_use_case_does(bakery, bread):
    steps = waterfall_steps(bakery, bread)
    scale = scale_of(bakery.target, bread)
    for better, first in ((None, LIGHT.more), (True, LIGHT.good), (False, LIGHT.bad)):
        bars = waterfall_figure(steps, LIGHT, None, scale, better).data[0]
        assert bars.marker.color[0] == first == tones_of(LIGHT, better).up
        assert bars.marker.color[3] == tones_of(LIGHT, better).down


def test_every_colour_of_the_palette_becomes_a_variable():
    text = css_variables(LIGHT)
    assert "--you-pale:#DFEEEA;" in text
    assert css_variables(DARK).count("--") == text.count("--") == text.count(":#")


def _contrast(first, second):
    def light(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(first), light(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read_on_its_ground(palette):
    pairs = [
        (palette.ink, palette.card),
        (palette.soft, palette.page),
        (palette.soft, palette.card),
        (palette.you_text, palette.you_pale),
        (palette.more_text, palette.more_pale),
        (palette.less_text, palette.less_pale),
        (palette.on_you, palette.you),
        (palette.good_text, palette.card),
        (palette.bad_text, palette.card),
    ]
    assert min(_contrast(*pair) for pair in pairs) >= 4.5  # WCAG 2.1, 1.4.3 (AA)
    assert (
        min(
            _contrast(mark, palette.card)
            for mark in (palette.more, palette.less, palette.good, palette.bad, palette.neutral)
        )
        >= 3.0
    )  # 1.4.11
