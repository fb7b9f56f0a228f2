"""Text that stays text in a spreadsheet: what starts like a formula must never calculate (OWASP, *CSV Injection*)."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""First characters that make a spreadsheet calculate, also in their full-width forms (OWASP)."""


def safe_text(content: str) -> str:
    """The text for a CSV cell: with an apostrophe in front where a spreadsheet would calculate."""
    risky = content.startswith(FORMULA_STARTS) or content.lstrip().startswith(FORMULA_STARTS)
    return f"'{content}" if risky else content
