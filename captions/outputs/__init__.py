"""Destinations of captions other than the screen."""
