"""The revisions of the feedback database; `feedback_db.upgrade` runs them."""
