"""The features that reviewers doubted lately, beside how much the model uses them, and who was right."""

from html import escape

import streamlit as st

from domain.doubt import Doubt
from domain.prediction import prediction_id
from presentation.words.answers import answer_text
from presentation.words.catalogue import plural, text
from presentation.words.dates import day_text
from presentation.words.doubts import doubt_outcome, doubt_sentence
from presentation.words.entities import entity_title
from presentation.words.features import feature_label
from presentation.words.insights import shares_of
from services.count_doubts import DAYS
from services.measure_importance import measure_importance
from ui.insight import Insight
from ui.insights_behind import TODAY, escaped

MOST_FEATURES = 5
"""Doubted features on the screen; the bars tell of the others."""

MOST_REVIEWS = 12
"""Answers listed behind one of them, the newest first."""


def draw_doubts(insight: Insight) -> None:
    """The card at the bottom."""
    st.markdown("#### " + text("What reviewers doubt"), anchors=False)
    if not insight.doubts:
        st.html(f'<div class="soft">{text("No reviewer doubted a feature in the last {days} days.", days=DAYS)}</div>')
        return
    shares = shares_of(measure_importance(insight.visit.deps, insight.period, grouped=False))
    for doubt in insight.doubts[:MOST_FEATURES]:
        _draw_doubt(insight, doubt, shares.get(doubt.feature))
    left = len(insight.doubts) - MOST_FEATURES
    if left > 0:
        st.html(
            f'<div class="cap">{plural("{count} other feature was doubted.", "{count} other features were doubted.", left)}</div>'
        )


def _draw_doubt(insight: Insight, doubt: Doubt, share: int | None) -> None:
    use_case = insight.use_case
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key=f"doubt_{doubt.feature}"
    ):
        st.html(
            f'<div class="find doubt"><b class="you">●</b><div><b>{escape(doubt_sentence(use_case, doubt, share))}</b><br>'
            f'<span class="soft">{escape(doubt_outcome(doubt))}</span></div></div>'
        )
        with st.popover(plural("see the one", "see the {count}", doubt.count), type="tertiary"):
            st.html(f'<div class="lead">{escape(feature_label(use_case, doubt.feature))}</div>')
            for at, review in enumerate(doubt.reviews[:MOST_REVIEWS]):
                new = review.new
                title = f"{entity_title(use_case, new.entity)}, {day_text(new.target_date)}"
                with st.container(gap=None, key=f"doubt_{doubt.feature}_{at}"):
                    st.page_link(
                        TODAY, label=escaped(title), query_params={"prediction": prediction_id(new.run_id, new.row)}
                    )
                    comment = f": {new.comment}" if new.comment else ""
                    said = answer_text(review, insight.visit.person.id, use_case)
                    st.html(f'<div class="said">{escape(said + comment)}</div>')
            if doubt.count > MOST_REVIEWS:
                st.html(
                    f'<div class="cap">{text("The newest {shown} of {count}.", shown=MOST_REVIEWS, count=doubt.count)}</div>'
                )
