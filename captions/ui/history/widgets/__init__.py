"""Widgets of the transcript window that hold no transcript."""
