"""Charts, each as a pair: the function that returns the table and the function that draws it."""
