"""The numbers on top of Outcomes, each with what it is to be compared with."""

from dataclasses import dataclass

from domain.outcome import DayErrors, ErrorSum
from domain.use_case import UseCase
from domain.value_added import GroupValue, Outcomes
from presentation.words.catalogue import plural, text
from presentation.words.certainty import COUNTS_UP_TO
from presentation.words.features import class_text
from presentation.words.outcomes import mean_text, money, not_enough, off_text
from presentation.words.quantities import NOTHING, digits


@dataclass(frozen=True)
class NumberCard:
    """One of the numbers on top: what it is, the number, and a note; `is_you` where people had a part in it."""

    label: str
    value: str
    note: str
    is_you: bool = False


def number_cards(outcomes: Outcomes) -> tuple[NumberCard, ...]:
    """The numbers on top, from left to right."""
    total, use_case = outcomes.total, outcomes.use_case
    if total is None:
        return ()
    cards = [
        NumberCard(text("Model"), off_text(use_case.target, total.model), _on_average(use_case, total.model)),
        _people_card(use_case, total),
        _simple_card(outcomes, total),
        _range_card(outcomes, total),
        _changes_card(outcomes.changes),
    ]
    if outcomes.own_ranges.holding.bounded:
        cards.insert(4, _own_ranges_card(outcomes))
    if outcomes.costs is not None:
        cards.append(_cost_card(outcomes, total))
    return tuple(cards)


def _on_average(use_case: UseCase, errors: ErrorSum) -> str:
    if use_case.target.classes:
        return text("of the answers were wrong")
    return text("{amount} off on average", amount=mean_text(use_case.target, errors) or NOTHING)


def _people_card(use_case: UseCase, total: DayErrors) -> NumberCard:
    label, value = text("With people's changes"), off_text(use_case.target, total.decided)
    if total.decided == total.model or total.model.share is None or total.decided.share is None:
        return NumberCard(
            label, value, text("nobody's change counted") if total.decided == total.model else "", is_you=True
        )
    points = round(1000 * total.model.share) - round(1000 * total.decided.share)
    if not points:
        return NumberCard(label, value, text("as good as the model"), is_you=True)
    size = digits(abs(points), 1)
    note = text("▼ {size} points better", size=size) if points > 0 else text("▲ {size} points worse", size=size)
    return NumberCard(label, value, note, is_you=True)


def _simple_card(outcomes: Outcomes, total: DayErrors) -> NumberCard:
    label, use_case = text("Simple rule"), outcomes.use_case
    if use_case.target.classes and outcomes.most_frequent is None:
        return NumberCard(label, NOTHING, text("no answer of before is known"))
    if outcomes.most_frequent is not None:
        always = text("always “{label}”, the most frequent before", label=class_text(use_case, outcomes.most_frequent))
        return NumberCard(label, off_text(use_case.target, total.simple), always)
    if not total.simple.count:
        return NumberCard(label, NOTHING, text("no usual value is known"))
    value = off_text(use_case.target, total.simple)
    if total.simple.count == total.model.count:
        return NumberCard(label, value, text("the usual value"))
    note = text(
        "on {count} with a usual value; the model there {model}",
        count=f"{total.simple.count:,}",
        model=off_text(use_case.target, total.model_there),
    )
    return NumberCard(label, value, note)


def _range_card(outcomes: Outcomes, total: DayErrors) -> NumberCard:
    label = text("Inside the range")
    if not total.ranges.bounded:
        return NumberCard(label, NOTHING, text("there was no range"))
    promised = _percent(outcomes.use_case.range.probability)
    value = _percent(total.ranges.share or 0.0)
    if outcomes.coverage is None:
        return NumberCard(label, value, text("promised {share}", share=promised))
    low, high = f"{100 * outcomes.coverage.low:.0f}", f"{100 * min(outcomes.coverage.high, 1.0):.0f}"
    note = text("promised {share}; likely {low} to {high} %", share=promised, low=low, high=high)
    return NumberCard(label, value, note)


def _own_ranges_card(outcomes: Outcomes) -> NumberCard:
    holding = outcomes.own_ranges.holding
    promised = _percent(outcomes.use_case.reviews.range_probability)
    label = text("People's own ranges")
    if outcomes.own_ranges.interval is None:
        return NumberCard(label, NOTHING, not_enough(), is_you=True)
    note = plural(
        "of one held; meant {share}",
        "of {number} held; meant {share}",
        holding.bounded,
        number=f"{holding.bounded:,}",
        share=promised,
    )
    return NumberCard(label, _percent(holding.share or 0.0), note, is_you=True)


def _percent(share: float) -> str:
    return text("{number} %", number=f"{100 * share:.0f}")


def _changes_card(changes: GroupValue) -> NumberCard:
    if not changes.cases:
        return NumberCard(text("Changes by people"), "0", text("with an actual to compare"), is_you=True)
    others = changes.cases - changes.better
    counts = {"better": f"{changes.better:,}", "others": f"{others:,}"}
    if changes.cases <= COUNTS_UP_TO:
        note = text("{better} came closer, {others} did not", **counts)
    else:
        share = _percent(changes.better / changes.cases)
        note = text("{better} came closer ({share}), {others} did not", share=share, **counts)
    return NumberCard(text("Changes by people"), f"{changes.cases:,}", note, is_you=True)


def _cost_card(outcomes: Outcomes, total: DayErrors) -> NumberCard:
    assert outcomes.costs is not None
    unit = outcomes.costs.unit
    model, decided = (money(errors.cost or 0.0, unit) for errors in (total.model, total.decided))
    return NumberCard(text("Cost of the errors"), decided, text("model alone: {amount}", amount=model), is_you=True)
