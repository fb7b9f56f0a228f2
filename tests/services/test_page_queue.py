"""The queue of a run as people page through it, against a plain computation; reviewed rows leave it, but for "all"."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.review import Answer, NewReview, Seen
from services.dependencies import Dependencies
from services.page_queue import PAGE_SIZE, QueueFilter, QueuePlace, count_queue, key_values, page_queue, step_queue
from tests.prediction_store.stored import DAY, NOW, PRODUCTS, STORES, USE_CASE, StoredRun, write_run
from tests.services.shop import open_stores

COUNT = 57
REVIEWED = (0, 3, 4, 17, 40, 56)
SEEN = Seen(50.0, None, 45.0, 55.0, None, 1, "2026-04-30", ())


@dataclass(frozen=True)
class Desk:
    """A run of 57 rows of which six are answered."""

    deps: Dependencies
    stored: StoredRun

    def expected(self, wanted: QueueFilter) -> list[int]:
        """Rows of the filtered queue in order, computed without the stores."""
        found = []
        for row in self.stored.frame.sort_values("rank").to_dict("records"):
            todo = row["row"] not in REVIEWED
            shown = {"all": True, "needs_look": todo and row["needs_look"], "todo": todo}[wanted.show]
            keys = all(row[f"key_{key}"] == value for key, value in wanted.keys)
            if shown and keys and wanted.search.strip().lower() in f"{row['key_product']} {row['key_store']}".lower():
                found.append(int(row["row"]))
        return found


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    deps = open_stores(tmp_path_factory.mktemp("desk"))
    stored = write_run(deps.predictions, COUNT)
    with deps.feedback.write() as unit:
        unit.use_cases.register("shop", "Shop", USE_CASE.model_dump(mode="json"), "use_case.yaml", NOW)
        unit.runs.finish(replace(stored.run, version=None), ())
        people = [unit.people.add(name, may_decide=True, now=NOW) for name in ("Ana", "Ben")]
        for row in REVIEWED:
            for person in people[: 1 + row % 2]:
                unit.reviews.record(
                    NewReview(
                        f"{row}-{person.id}", "shop", stored.run.id, row, ("a", "b"), DAY, person.id, Answer.AGREE, SEEN
                    ),
                    NOW,
                )
    yield Desk(deps, stored)
    deps.predictions.close()
    deps.feedback.close()


shows = st.sampled_from(["all", "needs_look", "todo"])
filters = st.builds(
    QueueFilter,
    show=shows,
    keys=st.one_of(st.just(()), st.sampled_from([*STORES, "nowhere"]).map(lambda store: (("store", store),))),
    search=st.sampled_from(["", " ", "BROT", "100%", "o'neil", "🥐", '"', "_", "nothing"]),
)


@given(wanted=filters, page=st.integers(-3, 12), size=st.integers(1, 20))
def test_a_page_is_the_part_of_the_filtered_queue_that_was_asked_for(
    desk: Desk, wanted: QueueFilter, page: int, size: int
) -> None:
    rows = desk.expected(wanted)
    found = page_queue(desk.deps, desk.stored.run, wanted, page, size)
    pages = max(1, -(-len(rows) // size))
    assert found.total == len(rows)
    assert found.page == min(max(page, 1), pages)
    assert [row.row for row in found.rows] == rows[(found.page - 1) * size : found.page * size]
    assert set(found.answers) == {row.row for row in found.rows} & set(REVIEWED)
    assert all(len(found.answers[row]) == 1 + row % 2 for row in found.answers)


@given(show=shows)
def test_all_pages_together_are_the_queue(desk: Desk, show: Literal["all", "needs_look", "todo"]) -> None:
    wanted = QueueFilter(show)
    first = page_queue(desk.deps, desk.stored.run, wanted)
    pages = [page_queue(desk.deps, desk.stored.run, wanted, page + 1) for page in range(-(-first.total // PAGE_SIZE))]
    assert [row.row for page in pages for row in page.rows] == desk.expected(wanted)


def test_the_counts_are_those_of_the_filters(desk: Desk) -> None:
    counts = count_queue(desk.deps, desk.stored.run)
    assert (counts.needs_look, counts.todo, counts.all) == tuple(
        page_queue(desk.deps, desk.stored.run, QueueFilter(show)).total for show in ("needs_look", "todo", "all")
    )
    assert counts.todo == COUNT - len(REVIEWED)


def test_the_values_of_a_key_are_those_of_the_run(desk: Desk) -> None:
    assert key_values(desk.deps, desk.stored.run, "product") == tuple(sorted(PRODUCTS))


# --- steps --------------------------------------------------------------------------------------------------------


def place(rows: list[int], position: int) -> QueuePlace | None:
    if not 0 <= position < len(rows):
        return None
    return QueuePlace(rows[position], position // PAGE_SIZE + 1, position + 1, len(rows))


@settings(max_examples=25)  # Each example walks through the whole queue.
@given(wanted=filters, step=st.sampled_from([-1, 0, 1]))
def test_every_step_inside_the_queue_is_to_the_neighbour(
    desk: Desk, wanted: QueueFilter, step: Literal[-1, 0, 1]
) -> None:
    rows = desk.expected(wanted)
    for position, row in enumerate(rows):
        assert step_queue(desk.deps, desk.stored.run, wanted, row, step) == place(rows, position + step)


@pytest.mark.parametrize("show", ["all", "needs_look", "todo"])
def test_there_is_nothing_before_the_first_and_after_the_last(
    desk: Desk, show: Literal["all", "needs_look", "todo"]
) -> None:
    rows = desk.expected(QueueFilter(show))
    assert step_queue(desk.deps, desk.stored.run, QueueFilter(show), rows[0], -1) is None
    assert step_queue(desk.deps, desk.stored.run, QueueFilter(show), rows[-1], 1) is None


@pytest.mark.parametrize("step", [-1, 0, 1])
def test_without_a_row_the_queue_begins_at_its_first(desk: Desk, step: Literal[-1, 0, 1]) -> None:
    rows = desk.expected(QueueFilter("todo"))
    assert step_queue(desk.deps, desk.stored.run, QueueFilter("todo"), None, step) == place(rows, 0)


@pytest.mark.parametrize("show", ["needs_look", "todo"])
@pytest.mark.parametrize("row", REVIEWED)
def test_a_row_that_has_just_been_answered_keeps_its_place_between_its_neighbours(
    desk: Desk, row: int, show: Literal["needs_look", "todo"]
) -> None:
    wanted = QueueFilter(show)
    everything, todo = desk.expected(QueueFilter("all")), desk.expected(wanted)
    before = sum(1 for other in everything[: everything.index(row)] if other in todo)
    assert step_queue(desk.deps, desk.stored.run, wanted, row, 1) == place(todo, before)
    assert step_queue(desk.deps, desk.stored.run, wanted, row, -1) == place(todo, before - 1)
    assert step_queue(desk.deps, desk.stored.run, wanted, row, 0) is None


def test_an_empty_queue_has_no_neighbours(desk: Desk) -> None:
    nothing = QueueFilter(search="there is no such thing")
    assert step_queue(desk.deps, desk.stored.run, nothing, None, 0) is None
    assert step_queue(desk.deps, desk.stored.run, nothing, 5, 1) is None


def test_a_row_the_run_does_not_have_leads_nowhere(desk: Desk) -> None:
    assert step_queue(desk.deps, desk.stored.run, QueueFilter(), COUNT + 1, 1) is None
