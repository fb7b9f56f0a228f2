"""Path-dependent Shapley values leaf by leaf in exact rationals, for trees too deep for all coalitions.

A leaf with value v is reached with weight prod_j (o_j if j is known else z_j): o_j is 1 where the row meets every condition
on feature j, and z_j is the product of the cover ratios of j's nodes on the path. That product game has a Shapley value
that needs only the elementary symmetric sums of the met features, so a 120-deep chain takes seconds.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import factorial

from tests.tree_shap.oracles.forest import Forest, Leaf, Node, goes_left

Path = dict[int, tuple[bool, Fraction]]
"""Feature -> whether the row meets all its conditions so far, and its product of cover ratios."""


def path_dependent_values_by_leaf(forest: Forest, row: Sequence[float]) -> list[list[Fraction]]:
    """Contributions [class][feature]; the same numbers as `coalitions.path_dependent_values`."""
    values = [[Fraction(0)] * forest.features for _ in range(forest.classes)]
    for number, tree in enumerate(forest.trees):
        for leaf, path in _leaves(tree, row, {}):
            for feature, share in _shares(path).items():
                values[number % forest.classes][feature] += share * leaf.value * forest.scale
    return values


def _leaves(node: Node, row: Sequence[float], path: Path) -> Iterator[tuple[Leaf, Path]]:
    if isinstance(node, Leaf):
        yield node, path
        return
    met, ratio = path.get(node.feature, (True, Fraction(1)))
    left = goes_left(node, row[node.feature])
    for side, followed in ((node.left, left), (node.right, not left)):
        below = path | {node.feature: (met and followed, ratio * Fraction(side.count, node.count))}
        yield from _leaves(side, row, below)


def _shares(path: Path) -> dict[int, Fraction]:
    """The Shapley value of every feature in the game S -> prod_{j in S} o_j prod_{j not in S} z_j."""
    met = [feature for feature, (is_met, _) in path.items() if is_met]
    apart = Fraction(1)
    for is_met, ratio in path.values():
        apart *= 1 if is_met else ratio
    everyone = _polynomial([path[feature][1] for feature in met])
    unmet_share = -apart * _weighted(everyone, len(path) - 1) if len(met) < len(path) else Fraction(0)
    shares = {}
    for feature, (is_met, ratio) in path.items():
        if is_met:
            others = _without(everyone, ratio)
            shares[feature] = apart * (1 - ratio) * _weighted(others, len(path) - 1)
        else:
            shares[feature] = unmet_share
    return shares


def _polynomial(ratios: Sequence[Fraction]) -> list[Fraction]:
    """Coefficients of prod (z + t), lowest power first: power s belongs to coalitions of s met features."""
    found = [Fraction(1)]
    for ratio in ratios:
        shifted = [Fraction(0), *found]
        found = [ratio * low + high for low, high in zip([*found, Fraction(0)], shifted, strict=True)]
    return found


def _without(polynomial: Sequence[Fraction], ratio: Fraction) -> list[Fraction]:
    """The polynomial divided by (ratio + t), highest power first and without remainder."""
    quotient: list[Fraction] = []
    above = Fraction(0)
    for coefficient in reversed(polynomial[1:]):
        above = coefficient - ratio * above
        quotient.append(above)
    return quotient[::-1]


def _weighted(polynomial: Sequence[Fraction], others: int) -> Fraction:
    """The coefficients with the Shapley weight of a coalition of s out of `others`: s! (others - s)! / (others + 1)!."""
    return sum(
        (
            value * Fraction(factorial(s) * factorial(others - s), factorial(others + 1))
            for s, value in enumerate(polynomial)
        ),
        Fraction(0),
    )
