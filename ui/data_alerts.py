"""Who was told: the last alerts of a use case and channels that fail, for those who may do something about a run."""

from html import escape

import streamlit as st

from domain.alert import Sending
from domain.permission import Permission, may
from presentation.words.alerts import alert_head, alert_rows
from presentation.words.catalogue import plural, text
from presentation.words.dates import moment_text
from services.list_alerts import list_alerts
from ui.guard import Visit
from ui.markup import command, rich, table


def draw_alerts(visit: Visit, use_case: str) -> None:
    """A card; nothing for those who may not release runs."""
    if not may(visit.person, Permission.RELEASE_RUNS):
        return
    log = list_alerts(visit.deps, use_case)
    with st.container(border=True, key="card_alerts", gap="xsmall"):
        st.markdown("#### " + text("Who was told?"), anchors=False)
        for sending in log.failing:
            st.html(f'<div class="banner" role="alert">{_failure(sending)}</div>')
        if log.channels:
            told = plural(
                "Alerts go to {count} channel: {names}.", "Alerts go to {count} channels: {names}.",
                len(log.channels), names=", ".join(log.channels),
            )  # fmt: skip
            st.html(f'<div class="lead">{escape(told)}</div>')
        else:
            words = rich(
                "Nobody is told: no channel is set. {setting} names the addresses.", setting=command("VOUCH_ALERTS")
            )
            st.html(f'<div class="lead">{words}</div>')
        if log.alerts:
            label = plural("The last alert", "The last {count} alerts", len(log.alerts))
            with st.expander(label, key="alerts_last"):
                st.html(f'<div class="scroll">{table(alert_head(), list(alert_rows(log.alerts)))}</div>')
        else:
            st.html(f'<div class="cap">{escape(text("There was nothing to tell yet."))}</div>')


def _failure(sending: Sending) -> str:
    return rich(
        "The last message to {channel} failed ({moment}): {fault}. The job went on. Try it with {command}.",
        channel=escape(sending.delivery.channel),
        moment=escape(moment_text(sending.at)),
        fault=escape(sending.delivery.fault),
        command=command(f"vouch alerts {sending.use_case} --test"),
    )
