"""Cleaning: from raw values to typed ones, with every change counted and listed."""
