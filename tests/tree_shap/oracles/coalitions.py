"""Shapley values by their definition: every coalition of features, exact weights, exact sums.

The cost doubles with every feature, so this is for at most about ten.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import combinations
from math import factorial

from tests.tree_shap.oracles.forest import Forest, Leaf, Node, goes_left, predicted

Coalition = frozenset[int]
Worth = Callable[[Coalition], list[Fraction]]


def path_dependent_values(forest: Forest, row: Sequence[float]) -> list[list[Fraction]]:
    """Contributions [class][feature] where an absent feature is averaged over by the cover of the children.

    Source: Lundberg et al. (2020), "From local explanations to global understanding with explainable AI for trees",
    algorithm 1.
    """
    return _shapley(forest, lambda known: _expected(forest, row, known))


def expected_value(forest: Forest) -> list[Fraction]:
    """What is expected of every class when nothing is known."""
    return _expected(forest, (), frozenset())


def interventional_values(
    forest: Forest, row: Sequence[float], background: Sequence[Sequence[float]]
) -> list[list[Fraction]]:
    """Contributions [class][feature] where absent features come from each background row in turn."""

    def worth(known: Coalition) -> list[Fraction]:
        sums = [Fraction(0)] * forest.classes
        for other in background:
            mixed = [row[f] if f in known else other[f] for f in range(forest.features)]
            sums = [total + value for total, value in zip(sums, predicted(forest, mixed), strict=True)]
        return [total / len(background) for total in sums]

    return _shapley(forest, worth)


def _shapley(forest: Forest, worth: Worth) -> list[list[Fraction]]:
    used = sorted({feature for tree in forest.trees for feature in _features(tree)})
    worths = {
        known: worth(known) for size in range(len(used) + 1) for known in map(frozenset, combinations(used, size))
    }
    values = [[Fraction(0)] * forest.features for _ in range(forest.classes)]
    for known in worths:
        for feature in set(used) - known:
            weight = Fraction(factorial(len(known)) * factorial(len(used) - len(known) - 1), factorial(len(used)))
            pairs = zip(worths[known | {feature}], worths[known], strict=True)
            for of_class, (after, before) in zip(values, pairs, strict=True):
                of_class[feature] += weight * (after - before)
    return values


def _features(node: Node) -> set[int]:
    return set() if isinstance(node, Leaf) else {node.feature} | _features(node.left) | _features(node.right)


def _expected(forest: Forest, row: Sequence[float], known: Coalition) -> list[Fraction]:
    sums = [Fraction(0)] * forest.classes
    for number, tree in enumerate(forest.trees):
        sums[number % forest.classes] += _expected_below(tree, row, known)
    return [value * forest.scale for value in sums]


def _expected_below(node: Node, row: Sequence[float], known: Coalition) -> Fraction:
    if isinstance(node, Leaf):
        return node.value
    if node.feature in known:
        return _expected_below(node.left if goes_left(node, row[node.feature]) else node.right, row, known)
    sides = ((side.count, _expected_below(side, row, known)) for side in (node.left, node.right))
    return sum((count * value for count, value in sides), Fraction(0)) / node.count
