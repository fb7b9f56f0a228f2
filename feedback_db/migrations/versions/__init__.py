"""One file per revision, oldest first. There is no way down: a backup is the way back."""
