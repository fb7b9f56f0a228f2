"""The opened prediction: head, reasons, what others said, and one's own answer."""

from html import escape

import streamlit as st

from domain.review import Answer, Review
from domain.run import RunState
from domain.use_case.definition import UseCase
from presentation.words.answers import answer_text
from presentation.words.catalogue import text
from presentation.words.features import feature_label
from presentation.words.quantities import number, scale_of
from presentation.words.scenarios import scenario_text
from services.open_prediction import OpenedPrediction, earlier_answer
from ui.answer_form import draw_form
from ui.detail_head import draw_head, draw_sentence
from ui.detail_tabs import draw_tabs
from ui.draft import Fields, fields_of, own_review, start_draft
from ui.guard import Visit
from ui.keep_draft import restore_draft
from ui.markup import chip
from ui.save_answer import let_stand, not_saved_html
from ui.superseded import draw_superseded

SCROLL = "scroll_to_detail"

SCROLL_SCRIPT = """<script>
if (window.innerWidth <= 1100) {{ document.querySelector(".st-key-card_detail")?.scrollIntoView({{block: "start"}}); }}
/* {prediction} */
</script>"""
"""Where queue and detail stand below each other, a tap on a row leads to what it opened."""


def draw_detail(visit: Visit, opened: OpenedPrediction, position: str) -> None:
    """The whole card."""
    with st.container(border=True, key="card_detail", gap="xsmall"):
        draw_head(opened, position)
        draw_sentence(opened)
        draw_tabs(visit, opened)
        _draw_answers(visit, opened)
        if opened.run.state is RunState.PUBLISHED:
            _draw_own(visit, opened)
        else:
            draw_superseded(visit, opened)
    if st.session_state.pop(SCROLL, False):
        st.html(SCROLL_SCRIPT.format(prediction=escape(opened.prediction.id)), unsafe_allow_javascript=True)


def _draw_own(visit: Visit, opened: OpenedPrediction) -> None:
    fields = fields_of(opened.prediction.id)
    mine = own_review(opened, visit.person.id)
    start_draft(fields, mine, visit.person.id)
    restore_draft(visit, fields)
    earlier = None if mine else earlier_answer(visit.deps, opened, visit.person.id)
    if earlier is not None and not st.session_state.get(_again(fields)):
        _draw_earlier(visit, opened, fields, earlier)
        return
    draw_form(visit, opened, fields)


def _again(fields: Fields) -> str:
    return f"again_{fields.prediction}"


def _draw_earlier(visit: Visit, opened: OpenedPrediction, fields: Fields, earlier: Review) -> None:
    scale = scale_of(opened.use_case.target, opened.prediction)
    then, now = number(earlier.new.seen.prediction, scale), number(opened.prediction.queue.value, scale)
    said = answer_text(earlier, visit.person.id, opened.use_case)
    with st.container(key="earlier", gap="small"):
        asked = text("You answered an earlier version ({then} then, {now} now):", then=then, now=now)
        question = text("{answer}. Does your answer stand?", answer=said)
        st.html(
            f'<div class="rule"></div><div class="lead"><b class="you">{escape(asked)}</b> {escape(question)}</div>'
        )
        with st.container(horizontal=True, gap="small"):
            st.button(
                text("It stands"),
                type="primary",
                key="stands",
                on_click=let_stand,
                args=(visit, opened, fields, st.session_state[fields.token], earlier),
            )
            st.button(text("Answer again"), key="answer_again", on_click=_answer_again, args=(fields, earlier))
        problem = st.session_state.get(fields.problem)
        if problem is not None:
            st.html(not_saved_html(problem))


def _answer_again(fields: Fields, earlier: Review) -> None:
    st.session_state[_again(fields)] = True
    st.session_state[fields.comment] = earlier.new.comment


def _draw_answers(visit: Visit, opened: OpenedPrediction) -> None:
    others = [review for review in opened.reviews if review.new.person_id != visit.person.id and not review.superseded]
    if not others:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="others"):
        chips = "".join(chip(answer_text(review, visit.person.id, opened.use_case)) for review in others[-3:])
        st.html(f'<span class="cap">{escape(text("Answered already:"))} </span>{chips}', width="content")
        if any(_has_words(review) for review in others):
            with st.popover(text("What they said"), key="said", type="tertiary"):
                st.html("".join(_said(review, visit.person.id, opened.use_case) for review in others))


def _has_words(review: Review) -> bool:
    new = review.new
    return bool(new.comment or new.reason or new.doubted or new.scenario)


def _said(review: Review, viewer_id: int, use_case: UseCase) -> str:
    new = review.new
    reason = (
        use_case.reviews.reasons.get(new.reason, new.reason) if new.reason and new.answer is Answer.DIFFERENT else ""
    )
    names = ", ".join(feature_label(use_case, name) for name in new.doubted)
    doubts = text("doubts {names}", names=names) if names else ""
    comment = text("“{comment}”", comment=new.comment) if new.comment else ""
    tried = scenario_text(use_case, new.scenario) if new.scenario is not None else ""
    parts = [reason, doubts, comment, tried]
    head = escape(answer_text(review, viewer_id, use_case))
    return f'<div class="said"><b>{head}</b> {escape(" · ".join(part for part in parts if part))}</div>'
