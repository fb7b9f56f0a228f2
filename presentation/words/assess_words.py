"""The sentences of the checks of what there is to learn from."""

from collections.abc import Callable, Mapping

from domain.finding import Finding
from domain.use_case import UseCase
from presentation.words.catalogue import marked, plural, text
from presentation.words.features import plain_number
from presentation.words.finding_parts import column, detail, listed, percent, quoted


def _sparse(finding: Finding, use_case: UseCase | None) -> str:
    told = plural(
        "{count} of {entities} series has fewer than {days} days: too few to learn from.",
        "{count} of {entities} series have fewer than {days} days: too few to learn from.",
        finding.count,
        count=plain_number(finding.count),
        entities=detail(finding, "entities"),
        days=detail(finding, "least_days"),
    )
    parent = finding.detail.get("parent")
    if not parent:
        return f"{told} {text('No combination of keys has enough of them together.')}"
    return f"{told} {text('Taken together by {keys} they have enough.', keys=quoted(parent))}"


def _leak(finding: Finding, use_case: UseCase | None) -> str:
    features = finding.detail.get("features")
    share = percent(finding.detail.get("explained"))
    if isinstance(features, list | tuple) and len(features) > 1:
        return text(
            "{features} add up to what is to be predicted ({share} explained). They know the answer: leave them out.",
            features=quoted(features),
            share=share,
        )
    return text(
        "{column} alone explains {share} of what is to be predicted; the past itself explains {past}. It seems to know the "
        "answer: ask when it is filled in, and leave it out if that is afterwards.",
        column=column(finding, use_case),
        share=share,
        past=percent(finding.detail.get("best_past")),
    )


_LACKS = {
    "rows": marked("{found} rows (at least {needed})"),
    "days": marked("{found} days (at least {needed})"),
    "rarest": marked("{found} cases of the rarest class (at least {needed})"),
}


def _too_little(finding: Finding, use_case: UseCase | None) -> str:
    lacks = finding.detail.get("lacks")
    told = [
        text(_LACKS[what], found=detail(finding, what), needed=detail(finding, f"needed_{what}"))
        for what in (lacks if isinstance(lacks, list | tuple) else [])
        if what in _LACKS
    ]
    return text("Too little to learn from: {lacks}. Collect more, or ask for less at once.", lacks=listed(told))


ASSESSED: Mapping[str, Callable[[Finding, UseCase | None], str]] = {
    "sparse_series": _sparse,
    "target_leak": _leak,
    "too_little_data": _too_little,
}
"""Code -> sentence."""
