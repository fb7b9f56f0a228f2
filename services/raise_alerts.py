"""Turn what became of a run into alerts: each thing once, and told through the channels of this installation."""

from collections.abc import Iterator

from domain.alert import AlertKind, NewAlert
from domain.finding import Finding
from domain.run import RunState
from domain.use_case import UseCase
from presentation.words.alerts import held_sentence, published_sentence
from presentation.words.findings import finding_sentence
from presentation.words.use import watch_sentence
from services.dependencies import Dependencies
from services.publish_run import RunOutcome
from services.tell_alerts import Told, tell_alerts
from services.watch_usage import watch_usage

LATE_CODES = frozenset({"source_late", "source_empty_for_day"})
VOLUME_CODES = frozenset({"volume"})
DRIFT_CODES = frozenset({"distribution_shift"})


def raise_alerts(deps: Dependencies, use_case: UseCase, outcome: RunOutcome) -> Told:
    """Record what there is to tell of a run, and tell it; a channel that fails is noted and stops nothing.

    Raises:
        DatabaseError: nothing was recorded.
    """
    use = tuple(_of_use(deps, outcome))
    with deps.feedback.write() as unit:
        for new in (*alerts_of(use_case, outcome), *use):
            unit.alerts.raise_once(new, deps.now())
    return tell_alerts(deps, use_case)


def alerts_of(use_case: UseCase, outcome: RunOutcome) -> Iterator[NewAlert]:
    """What there is to tell of a run; a run that was there already tells nothing new."""
    run, findings = outcome.run, outcome.findings
    if run.state is RunState.HELD:
        yield _about(outcome, AlertKind.HELD, run.id, held_sentence(run, findings, use_case))
    elif run.state is RunState.PUBLISHED:
        yield _about(outcome, AlertKind.PUBLISHED, run.id, published_sentence(run, findings))
    for finding in findings:
        if finding.severity.value != "info":
            yield from _of_finding(use_case, outcome, finding)


def _of_finding(use_case: UseCase, outcome: RunOutcome, finding: Finding) -> Iterator[NewAlert]:
    sentence = finding_sentence(finding, use_case)
    week = f"{outcome.run.run_date:%G-W%V}"
    if finding.code in LATE_CODES:
        # The same newest row on the next morning is the same delay, and no news.
        yield _about(outcome, AlertKind.LATE, f"{finding.source} since {finding.detail.get('found')}", sentence)
    elif finding.code in VOLUME_CODES:
        key = f"{finding.source} {finding.detail.get('segment', '')} {outcome.run.run_date.isoformat()}"
        yield _about(outcome, AlertKind.VOLUME, key, sentence)
    elif finding.code in DRIFT_CODES:
        yield _about(outcome, AlertKind.DRIFT, f"{finding.column} {week}", sentence)


def _of_use(deps: Dependencies, outcome: RunOutcome) -> Iterator[NewAlert]:
    watch = watch_usage(deps, outcome.run.use_case)
    # A week that falls while it goes on is still the same fall when it is over.
    for monday in watch.fallen_weeks:
        yield NewAlert(watch.use_case, AlertKind.USE, monday.isoformat(), watch_sentence(watch.of_week(monday)))


def _about(outcome: RunOutcome, kind: AlertKind, key: str, sentence: str) -> NewAlert:
    run = outcome.run
    return NewAlert(run.use_case, kind, key, sentence, run.id, run.target_date)
