"""Answering without a mouse: `d` leads into the value, Enter or Escape out of the field again, so that `s` saves."""

TYPING_SCRIPT = """<script>
(() => {
  if (window.vouchTyping) return;
  window.vouchTyping = true;
  const fields = ".st-key-form_row input, .st-key-form_row textarea";
  const enter = (tries) => {
    const field = document.querySelector(fields);
    if (field && !field.disabled) { field.focus(); field.select(); }
    else if (tries) setTimeout(enter, 50, tries - 1);
  };
  const leaves = (field, key) =>
    key === "Escape" || (key === "Enter" && field.getAttribute("role") !== "combobox");
  document.addEventListener("keydown", (event) => {
    const at = event.target, held = event.ctrlKey || event.metaKey || event.altKey;
    if (at.matches?.(fields)) {
      if (leaves(at, event.key) && at.getAttribute("aria-expanded") !== "true") at.blur();
    } else if (event.key === "d" && !held && !at.matches?.("input, textarea, [contenteditable=true]")) {
      setTimeout(enter, 0, 40);
    }
  }, true);
})();
</script>"""
"""The field is entered by the browser itself, after the letter that asked for it: who types on at once loses no digit.

An open list keeps Enter and Escape for itself; a field that the answer has yet to unlock is waited for, 2 seconds at most.
"""
