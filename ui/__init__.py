"""Streamlit pieces that screens share: the guard, cached resources, the place in the URL, components."""
