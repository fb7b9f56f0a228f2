"""The assessment of a use case on a screen: the same words as the page that `vouch assess --html` writes."""

from html import escape

import streamlit as st

from domain.assessment import Assessment
from domain.use_case import UseCase
from presentation.reports.assessment import assessment_html, assessment_page
from presentation.words.catalogue import text
from ui.markup import bold, table


def draw_assessment(use_case: UseCase, found: Assessment) -> None:
    """Verdict, work with its lines, everything that was looked at, and the page to take along."""
    page = assessment_page(use_case, found)
    st.markdown(f"<p class='lead'>{bold('*'.join(page.verdict))}</p>", unsafe_allow_html=True)
    st.markdown(f"<p>{escape(page.data)}</p>", unsafe_allow_html=True)
    if page.work:
        st.markdown("##### " + page.headings["work"], anchors=False)
    for item in page.work:
        st.markdown(f"<p><b>{escape(item.name)}.</b> {escape(item.told)}</p>", unsafe_allow_html=True)
        if item.yaml:
            st.code(item.yaml, language="yaml")
    with st.expander(page.headings["points"]):
        points: list[tuple[str, ...]] = [(point.name, point.told) for point in page.points]
        st.markdown(table(page.point_heads, points), unsafe_allow_html=True)
    if page.folds:
        with st.expander(page.headings["folds"]):
            st.markdown(table(page.fold_heads, list(page.folds), right=frozenset({1, 2})), unsafe_allow_html=True)
    st.download_button(
        text("Download as one page"), assessment_html(page), f"assessment_{use_case.name}.html", "text/html"
    )
