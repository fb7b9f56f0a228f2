"""Expectations, run by Great Expectations: the only place that imports it (docs/decisions/0012)."""
