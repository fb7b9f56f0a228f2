"""What a message of alerts says: plain text that reads well in a mail and in a chat, each line with its link."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

from domain.alert import Alert, AlertKind, Message
from domain.finding import Finding
from domain.run import Run
from domain.use_case import UseCase
from presentation.words.catalogue import marked, plural, text
from presentation.words.dates import day_text, moment_text
from presentation.words.findings import finding_sentence

PAGES: dict[AlertKind, str] = {
    AlertKind.PUBLISHED: "today",
    AlertKind.HELD: "data",
    AlertKind.LATE: "data",
    AlertKind.VOLUME: "data",
    AlertKind.DRIFT: "data",
    AlertKind.USE: "team",
}
"""The page that a line leads to."""


def published_sentence(run: Run, findings: Sequence[Finding]) -> str:
    """That the predictions of a day are there."""
    count = f"{run.row_count:,}"
    day = day_text(run.target_date)
    told = plural(
        "{count} prediction for {day} is published.",
        "{count} predictions for {day} are published.",
        run.row_count,
        count=count,
        day=day,
    )
    warnings = sum(finding.severity.value == "warning" for finding in findings)
    if not warnings:
        return told
    return (
        f"{told} {plural('The data passed with {count} warning.', 'The data passed with {count} warnings.', warnings)}"
    )


def held_sentence(run: Run, findings: Sequence[Finding], use_case: UseCase) -> str:
    """That a run was held, and the first reason."""
    day = day_text(run.target_date)
    told = text("The predictions for {day} are held back; nothing of them is shown.", day=day)
    reasons = [finding for finding in findings if finding.severity.value == "critical"]
    return f"{told} {finding_sentence(reasons[0], use_case)}" if reasons else told


def message_of(use_case: UseCase, alerts: Sequence[Alert], address: str, *, digest: bool) -> Message:
    """One message for one or several alerts of a use case.

    Args:
        use_case: named in the title.
        alerts: at least one.
        address: of the dashboard, without a path.
        digest: whether this is the message of the day.
    """
    held = any(alert.new.kind is AlertKind.HELD for alert in alerts)
    if digest:
        title = plural(
            "{title}: {count} piece of news", "{title}: {count} pieces of news", len(alerts), title=use_case.title
        )
    elif held:
        title = text("{title}: predictions are held back", title=use_case.title)
    else:
        title = text("{title}: a source is late", title=use_case.title)
    lines = [f"{alert.new.sentence}\n{link_of(alert, address)}" for alert in alerts]
    return Message(title, "\n\n".join(lines))


def trial_message() -> Message:
    """What `vouch alerts --test` sends."""
    return Message(
        text("Vouch: a test"), text("This is how alerts arrive. Nothing happened; somebody tried the channel.")
    )


def link_of(alert: Alert, address: str) -> str:
    """The page that shows what an alert is about."""
    page = PAGES[alert.new.kind]
    return f"{address.rstrip('/')}/{page}?{urlencode(_parameters(alert.new.use_case, alert.new.target_date))}"


def _parameters(use_case: str, day: date | None) -> dict[str, str]:
    return {"use_case": use_case} if day is None else {"use_case": use_case, "date": day.isoformat()}


KINDS: dict[AlertKind, str] = {
    AlertKind.PUBLISHED: marked("published"),
    AlertKind.HELD: marked("held"),
    AlertKind.LATE: marked("late source"),
    AlertKind.VOLUME: marked("volume"),
    AlertKind.DRIFT: marked("drift"),
    AlertKind.USE: marked("use"),
}


def alert_head() -> tuple[str, ...]:
    """The header of `alert_rows`."""
    return text("When"), text("What"), text("Alert"), text("Told")


def alert_rows(alerts: Sequence[Alert]) -> tuple[tuple[str, ...], ...]:
    """Each alert: when, of what kind, what it says, and whether a channel took it."""
    return tuple(
        (moment_text(alert.created_at), text(KINDS[alert.new.kind]), alert.new.sentence, _told(alert))
        for alert in alerts
    )


def _told(alert: Alert) -> str:
    return text("not told") if alert.told_at is None else text("told {moment}", moment=moment_text(alert.told_at))
