"""People of known skill on days of real data: the intervals hold the true value (200 quarters in `make bench`)."""

from pathlib import Path

import pytest

from benchmarks.simulated_quarter import REVIEWERS, days_of, quarter, true_values
from services.value_added import by_group, changes_of

pytestmark = pytest.mark.real_data


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_intervals_of_a_quarter_hold_the_true_value(real_data_folder: Path, seed: int) -> None:
    days = days_of(real_data_folder)
    truth = true_values(days)
    changes = changes_of(quarter(days, seed), None)

    (everybody,) = by_group(changes, lambda change: "")
    people = {group.name: group for group in by_group(changes, lambda change: change.answer.person)}

    assert everybody.units is not None
    assert everybody.units.low <= truth[""] <= everybody.units.high
    assert set(people) == {person.name for person in REVIEWERS}
    held = [group.units.low <= truth[name] <= group.units.high for name, group in people.items() if group.units]
    assert sum(held) >= len(held) - 1
    # Skill shows: who sees most of the model's error helps most, who always adds a fifth does harm.
    assert people["Ana"].units is not None
    assert people["Dora"].units is not None
    assert people["Ana"].units.low > max(0.0, people["Dora"].units.high)
