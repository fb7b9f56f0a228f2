"""The page without a path: Streamlit's default page loses its own, so this one only leads to Today."""

from ui.guard import lead_on

lead_on()
