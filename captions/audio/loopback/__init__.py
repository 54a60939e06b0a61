"""Captures what the computer plays, on each system."""
