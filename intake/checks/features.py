"""Gate checks of the features: missing values and values outside the allowed range."""

from domain.finding import Finding, Severity
from domain.use_case import UseCase
from intake.quoting import name, names, same
from intake.staging import Staging


def feature_findings(staging: Staging, use_case: UseCase, rows: int) -> list[Finding]:
    """Findings on the prepared features, in one pass over the batch."""
    features = list(use_case.features)
    counts = staging.rows(
        "SELECT " + ", ".join(f"count({name('x_' + feature)})" for feature in features) + " FROM prepared"
    )[0]
    findings: list[Finding] = []
    for feature, present in zip(features, counts, strict=True):
        missing = rows - int(str(present))
        if missing:
            missing -= _closed_then(staging, use_case, feature)
        findings += _missing(use_case, feature, missing, rows)
        findings += _range(staging, use_case, feature)
    return findings


def _closed_then(staging: Staging, use_case: UseCase, feature: str) -> int:
    """Rows without a value because the entity was closed on the day that it would be from: there is none to be missed."""
    lag = use_case.features[feature].lag
    if lag is None or use_case.closed is None:
        return 0
    keys = use_case.sources[use_case.closed.source].keys
    return staging.count(
        f"SELECT count(*) FROM prepared AS w WHERE w.{name('x_' + feature)} IS NULL AND EXISTS (SELECT 1 FROM closed_days AS c "
        f"WHERE c.day = w.day - {lag.days} AND {same(keys, 'c', 'w')})"
    )


def _missing(use_case: UseCase, feature: str, missing: int, rows: int) -> list[Finding]:
    if missing == rows:
        return [Finding("feature_all_missing", Severity.WARNING, "features", feature, missing)]
    if missing / rows > use_case.checks.missing_at_most:
        return [
            Finding(
                "feature_missing",
                Severity.WARNING,
                "features",
                feature,
                missing,
                detail={"share": round(missing / rows, 4)},
            )
        ]
    return []


def _range(staging: Staging, use_case: UseCase, feature: str) -> list[Finding]:
    limits = use_case.features[feature].range
    if limits is None or use_case.features[feature].is_category:
        return []
    feature_column = "x_" + feature
    column = name(feature_column)
    outside = f"{column} < ? OR {column} > ?"
    count = staging.count(f"SELECT count(*) FROM prepared WHERE {outside}", list(limits))
    if not count:
        return []
    wanted = names([feature_column, *use_case.keys])
    examples = staging.rows(f"SELECT {wanted} FROM prepared WHERE {outside} ORDER BY _row LIMIT 20", list(limits))
    return [
        Finding(
            "out_of_range",
            Severity.WARNING,
            "features",
            feature,
            count,
            detail={"min": limits[0], "max": limits[1]},
            examples=tuple(
                {"before": value, "keys": dict(zip(use_case.keys, keys, strict=True))} for value, *keys in examples
            ),
        )
    ]
