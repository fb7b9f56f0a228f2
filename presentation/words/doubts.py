"""Doubts in words: how often a feature was doubted, where, and who was closer."""

from collections import Counter

from domain.doubt import Doubt
from domain.use_case import UseCase
from presentation.words.catalogue import plural, text
from presentation.words.entities import key_value_text
from presentation.words.features import feature_label, in_sentence
from presentation.words.shares import share_text

MOSTLY = 0.6
"""From this part on, one value of a key is named as the place of the doubts."""

FEWEST_TO_PLACE = 3
"""Fewer doubts have no place, only an example."""


def doubt_sentence(use_case: UseCase, doubt: Doubt, share: int | None) -> str:
    """How often and where it was doubted, and how much the model uses it: None where it no longer does."""
    feature = in_sentence(feature_label(use_case, doubt.feature))
    doubts = plural("{count} doubt about {feature}", "{count} doubts about {feature}", doubt.count, feature=feature)
    place = _place(use_case, doubt)
    if place is not None:
        doubts = text("{doubts}, {count} of them at {place}", doubts=doubts, count=place[1], place=place[0])
    if share is None:
        return text("{doubts}, which this model does not use.", doubts=doubts)
    return text("{doubts}; it makes up {share} of what the model does.", doubts=doubts, share=share_text(share))


def _place(use_case: UseCase, doubt: Doubt) -> tuple[str, int] | None:
    """The value of a key at which most of the doubts are, and how many."""
    if doubt.count < FEWEST_TO_PLACE:
        return None
    best: tuple[str, int] | None = None
    for at, key in enumerate(use_case.keys):
        values = Counter(
            review.new.entity[at] for review in doubt.reviews if len(review.new.entity) == len(use_case.keys)
        )
        for value, count in values.most_common(1):
            if count >= MOSTLY * doubt.count and (best is None or count > best[1]):
                best = key_value_text(use_case, key, value), count
    return best


def doubt_outcome(doubt: Doubt) -> str:
    """Whether those who decided differently were closer, where the actual is known."""
    known = len(doubt.outcomes)
    if not known:
        return text("Nobody decided differently where the actual is known, so nobody can tell yet who is right.")
    nearer, model = doubt.nearer("person"), doubt.nearer("model")
    if known == 1:
        if nearer:
            return text("Who doubted it decided differently once, and was closer than the model.")
        if model:
            return text("Who doubted it decided differently once, and the model was closer.")
        return text("Who doubted it decided differently once, and was as close as the model.")
    return text(
        "Where people doubted it and decided differently, they were closer than the model in {nearer} of {known}.",
        nearer=nearer,
        known=known,
    )
