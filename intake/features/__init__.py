"""Features as of the moment of prediction: one code path for training and for the daily run."""
