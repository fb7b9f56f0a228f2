"""The screens of the navigation, in their order."""

from presentation.words.catalogue import marked

TITLES = {
    "today": marked("Today"),
    "outcomes": marked("Outcomes"),
    "decided": marked("Decided list"),
    "sessions": marked("Sessions"),
    "team": marked("Team"),
    "data": marked("Data"),
    "insights": marked("Insights"),
    "people": marked("People"),
}
"""Name of the file in `pages/` and of the address -> title in English."""
