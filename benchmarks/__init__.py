"""Speed, memory and accuracy, measured. `make bench` writes RESULTS.md."""
