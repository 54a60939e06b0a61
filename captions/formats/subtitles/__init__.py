"""Subtitle formats."""
