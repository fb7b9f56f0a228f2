"""Models that are trained once for all tests of the engine."""

import pytest

from tests.tree_shap.trained import KINDS, Trained


@pytest.fixture(scope="session")
def trained_kinds() -> dict[str, Trained]:
    return {name: make() for name, make in KINDS.items()}


@pytest.fixture(params=sorted(KINDS))
def trained(request: pytest.FixtureRequest, trained_kinds: dict[str, Trained]) -> Trained:
    """One model of every kind."""
    return trained_kinds[request.param]


@pytest.fixture(scope="session")
def plain(trained_kinds: dict[str, Trained]) -> Trained:
    """A regression with two categorical features."""
    return trained_kinds["regression"]


@pytest.fixture(scope="session")
def three_classes(trained_kinds: dict[str, Trained]) -> Trained:
    return trained_kinds["three classes"]
