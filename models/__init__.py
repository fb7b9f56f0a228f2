"""Training, prediction and explanation with LightGBM; knows no store, no source and no screen."""
