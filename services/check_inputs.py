"""Gate checks that need the model: values that training never saw and rules that lack one, counted over the whole batch.

What is out of the ordinary for most of the batch (a weather nobody has seen) is said once for the run; what concerns
single rows is a reason to look at them.
"""

from collections import Counter
from collections.abc import Mapping

import numpy as np

from domain.finding import Finding, Severity
from intake.prepared import PreparedBatch
from models.encoding import feature_column
from models.feature_facts import FeatureFacts
from models.inputs import flag_inputs
from models.rule_columns import RuleColumns
from models.rule_conditions import count_lacking
from services.training_rows import entity_texts, feature_table

COMMON_SHARE = 0.5
"""From this share of the batch on, a flag says something of the day and nothing of the row."""

CHUNK_ROWS = 20_000
EXAMPLES = 20


def check_inputs(batch: PreparedBatch, facts: tuple[FeatureFacts, ...]) -> tuple[tuple[Finding, ...], frozenset[str]]:
    """Findings, and the features whose flags are common to most of the batch."""
    counts = {kind: np.zeros(len(facts), dtype=np.int64) for kind in ("unseen", "outside", "missing")}
    values: dict[str, Counter[str]] = {}
    lacking: Counter[tuple[str, str]] = Counter()
    for chunk in batch.chunks(CHUNK_ROWS):
        table = feature_table(batch.use_case, chunk)
        flags = flag_inputs(table, facts)
        if batch.use_case.rules:
            lacking.update(count_lacking(RuleColumns(batch.use_case, table, entity_texts(batch.use_case, chunk))))
        for kind, total in counts.items():
            total += getattr(flags, kind).sum(axis=0)
        for place in np.flatnonzero((flags.unseen | flags.outside).any(axis=0)):
            column = feature_column(table, facts[place]).filter(flags.unseen[:, place] | flags.outside[:, place])
            seen = values.setdefault(facts[place].name, Counter())
            if len(seen) < EXAMPLES:
                seen.update(str(value) for value in column.to_pylist())
    findings = (*_findings(facts, counts, values), *_not_applied(lacking))
    common = sum(counts.values()) > COMMON_SHARE * max(batch.row_count, 1)
    return findings, frozenset(facts[place].name for place in np.flatnonzero(common))


def _not_applied(lacking: Mapping[tuple[str, str], int]) -> list[Finding]:
    """A rule that is silently left out would be worse than one that is not there."""
    return [
        Finding("rule_not_applied", Severity.WARNING, "features", feature, count, detail={"rule": rule})
        for (rule, feature), count in lacking.items()
    ]


def _findings(
    facts: tuple[FeatureFacts, ...],
    counts: dict[str, np.ndarray[tuple[int], np.dtype[np.int64]]],
    values: dict[str, Counter[str]],
) -> list[Finding]:
    findings = []
    for place, fact in enumerate(facts):
        shown = [value for value, _ in values.get(fact.name, Counter()).most_common(EXAMPLES)]
        if counts["unseen"][place]:
            findings.append(
                Finding(
                    "unseen_category",
                    Severity.WARNING,
                    "features",
                    fact.name,
                    int(counts["unseen"][place]),
                    detail={"values": shown},
                )
            )
        if counts["outside"][place]:
            findings.append(
                Finding(
                    "outside_training",
                    Severity.INFO,
                    "features",
                    fact.name,
                    int(counts["outside"][place]),
                    detail={"min": fact.minimum, "max": fact.maximum, "values": shown},
                )
            )
    return findings
