"""Plays audio from URLs, standard input and named pipes."""
