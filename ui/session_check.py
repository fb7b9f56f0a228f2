"""Whether a minutes file is what was frozen: somebody uploads it, and its hash tells."""

from html import escape

import streamlit as st

from presentation.words.catalogue import text
from presentation.words.minutes_check import verdict_text
from services.verify_minutes import FileVerdict, verify_minutes
from ui.guard import Visit
from ui.markup import rich

LARGEST_MB = 20


def draw_check(visit: Visit) -> None:
    """The card with the upload and its answer."""
    with st.container(border=True, key="card_check", gap="small"):
        st.markdown(f"#### {text('Is this copy unchanged?')}", anchors=False)
        label = text("Minutes as HTML")
        file = st.file_uploader(label, type=["html", "htm"], key="check_file", max_upload_size=LARGEST_MB)
        if file is None:
            return
        found = verify_minutes(visit.deps, file.getvalue())
        recorded = "" if found.minutes is None else found.minutes.html_hash
        title = "" if found.session is None else found.session.title
        mark = "✓" if found.verdict is FileVerdict.UNCHANGED else "!"
        said = verdict_text(found.verdict.value, title)
        hashes = rich("File: {found}", found=_code(found.found))
        if recorded:
            hashes += "<br>" + rich("Recorded: {recorded}", recorded=_code(recorded))
        st.html(
            f'<div class="find" role="status"><span class="mark">{mark}</span><span>{escape(said)}</span></div>'
            f'<div class="cap">{hashes}</div>'
        )


def _code(written: str) -> str:
    return f'<code class="hash">{escape(written)}</code>'
