"""Where the visitor is: what stands in the URL is what the screen shows, and nonsense is refused."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pages.world import DAY
from ui.place import RESERVED, BadLink, Place, key_parameter, parameters_of, place_from

words = st.text(min_size=1, max_size=30)
names = st.from_regex(r"[a-z][a-z0-9_]{0,10}", fullmatch=True).map(key_parameter)
places = st.builds(
    Place,
    use_case=st.none() | words,
    day=st.none() | st.dates(),
    prediction=st.none() | words,
    show=st.sampled_from([None, "needs_look", "todo", "all"]),
    keys=st.dictionaries(names, words, max_size=3).map(lambda found: tuple(sorted(found.items()))),
    search=st.text(max_size=30),
    page=st.none() | st.integers(1, 10**9 - 1),
    view=st.none() | words,
    against=st.none() | words,
)


@given(places)
def test_a_place_survives_the_way_through_the_url(place: Place) -> None:
    assert place_from(parameters_of(place)) == place


@given(st.dictionaries(st.sampled_from(RESERVED) | names, words, max_size=6))
def test_any_parameters_are_a_place_or_a_bad_link_and_nothing_else(parameters: dict[str, str]) -> None:
    try:
        understood = parameters_of(place_from(parameters))
    except BadLink as error:
        found = {error.parameter: error.found}
        understood = {}
    else:
        found = {}
    assert found.items() <= parameters.items()
    assert understood.keys() <= parameters.keys()


@given(st.sampled_from(RESERVED))
def test_a_key_named_like_a_parameter_gets_a_name_of_its_own(name: str) -> None:
    assert key_parameter(name) not in RESERVED


@pytest.mark.parametrize("text", ["2026-02-30", "21.11.2026", "2026-11", " ", "today", "99999-01-01"])
def test_what_is_no_day_is_refused_and_the_form_of_a_day_is_named(text: str) -> None:
    with pytest.raises(BadLink) as caught:
        place_from({"date": text})
    assert (caught.value.parameter, caught.value.found) == ("date", text)
    assert date.fromisoformat(caught.value.allowed.rsplit(" ", 1)[1])


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "١", "²", "1e3", "9" * 10])
def test_what_is_no_page_number_is_refused(text: str) -> None:
    with pytest.raises(BadLink):
        place_from({"page": text})


def test_a_link_whose_page_has_not_read_it_yet_keeps_its_day_on_the_next_page(world, visit) -> None:
    world.publish(DAY - timedelta(days=1))
    world.publish(DAY)
    before = (DAY - timedelta(days=1)).isoformat()

    # People reads no day, as a page that was left before it was drawn.
    at = visit("people", use_case="bakery", date=before)
    at.query_params.clear()
    at.switch_page("pages/today.py").run()

    assert at.query_params["date"] == before
