"""Captions in a terminal: rows, keys and the state of the screen, without Qt."""
