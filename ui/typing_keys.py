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
    const at = event.target;
    if (at.matches?.(fields) && leaves(at, event.key) && at.getAttribute("aria-expanded") !== "true") at.blur();
  }, true);
  window.addEventListener("keydown", (event) => {
    const held = event.ctrlKey || event.metaKey || event.altKey || event.repeat;
    if (event.key !== "d" || held || event.target.matches?.("input, textarea, [contenteditable=true]")) return;
    if (!document.querySelector(fields)) return;
    event.preventDefault();
    enter(40);
  });
})();
</script>"""
"""The field is entered while the key is still being handled, after the button has heard it: a digit typed right behind it
would overtake any timer, and be lost. The letter itself is not written into the field.

An open list keeps Enter and Escape for itself; a field that the answer has yet to unlock is waited for, 2 seconds at most.
"""
