"""Keeps the transcript of the running app, and shows it."""
