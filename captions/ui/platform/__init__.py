"""Features of the window systems that Qt does not cover."""
