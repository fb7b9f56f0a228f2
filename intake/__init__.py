"""Data in: sources, cleaning, features as of the moment of prediction, and the gate."""
