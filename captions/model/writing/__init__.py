"""Writing systems: which use spaces, and the boundaries of words, lines and characters."""
