"""Destinations of captions other than the screen: pages, programs, platforms and files."""
