"""The transcript window."""
