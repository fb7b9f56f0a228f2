"""What a person or the scheduler can ask for: one verb phrase per file. `ls services/` is the feature list."""
