"""The net with which texts outside of the catalogue are caught has no holes."""

import pytest

from tests.presentation.pseudo_locale import escaped, pseudo, spoken


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("⟦Save⟧", []),
        ("⟦Save⟧ now", ["now"]),
        ("you⟦ agreed⟧", ["you"]),
        ("⟦from ⟧3⟦ to ⟧λοαχεσ", []),
        ("⟦each too small to sh…", []),
        ("Save", ["Save"]),
    ],
)
def test_words_outside_of_the_catalogue_are_found(said: str, left: list[str]) -> None:
    assert escaped(said) == left


def test_what_is_put_into_a_text_stays_outside() -> None:
    assert pseudo("{who} agreed, {count} times").format(who="you", count=3) == "you⟦ agreed, ⟧3⟦ times⟧"


def test_html_is_read_with_its_tooltips_and_without_commands() -> None:
    assert spoken('<p title="tip">a <code>vouch</code> <b>&lt;b</b></p>').split() == ["tip", "a", "<b"]
