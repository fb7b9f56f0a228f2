"""Progress adds up: people and nobody make the whole, and what is counted twice is said."""

from hypothesis import given
from hypothesis import strategies as st

from domain.team_progress import Cell, Tally, add_up

OWNERS = ((7, "Zoe"), (3, "ana"), (5, "Ben"))

cells = st.lists(
    st.builds(
        Cell,
        owners=st.frozensets(st.integers(0, len(OWNERS) - 1)),
        needs_look=st.booleans(),
        answered=st.booleans(),
        count=st.integers(0, 10**6),
    ),
    max_size=12,
)


def parts(tally: Tally) -> tuple[int, ...]:
    return tally.assigned, tally.answered, tally.todo, tally.needs_look_todo


@given(cells)
def test_people_and_nobody_make_the_whole_with_what_several_look_at_counted_again(found: list[Cell]) -> None:
    progress = add_up(OWNERS, found)
    by_people = sum(person.tally.assigned for person in progress.people)
    assert by_people - progress.shared_again + progress.nobody.assigned == progress.whole.assigned
    assert progress.whole.assigned == sum(cell.count for cell in found)
    assert progress.shared <= progress.shared_again <= (len(OWNERS) - 1) * progress.shared


@given(cells)
def test_each_tally_is_consistent(found: list[Cell]) -> None:
    progress = add_up(OWNERS, found)
    for tally in (progress.nobody, progress.whole, *(person.tally for person in progress.people)):
        assert tally.answered + tally.todo == tally.assigned
        assert 0 <= tally.needs_look_todo <= tally.todo
        assert all(part <= whole for part, whole in zip(parts(tally), parts(progress.whole), strict=True))


@given(cells)
def test_the_order_of_cells_does_not_matter_and_people_stand_by_name(found: list[Cell]) -> None:
    progress = add_up(OWNERS, found)
    assert add_up(OWNERS, found[::-1]) == progress
    assert [person.name for person in progress.people] == ["ana", "Ben", "Zoe"]


def test_an_example_with_an_overlap() -> None:
    found = [
        Cell(frozenset({0}), needs_look=True, answered=False, count=4),
        Cell(frozenset({0, 1}), needs_look=True, answered=True, count=3),
        Cell(frozenset(), needs_look=False, answered=False, count=5),
    ]
    progress = add_up(OWNERS, found)
    assert progress.of(7) == Tally(7, 3, 7, 3)
    assert progress.of(3) == Tally(3, 3, 3, 3)
    assert progress.of(99) is None
    assert (progress.nobody, progress.shared, progress.shared_again) == (Tally(5, 0, 0, 0), 3, 3)
