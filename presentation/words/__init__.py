"""Words made from numbers by rules."""
