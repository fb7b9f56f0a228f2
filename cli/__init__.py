"""`vouch`: the daily job and the upkeep."""
