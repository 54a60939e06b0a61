"""Texts about the state of captioning, without Qt: for the overlay and the terminal."""
