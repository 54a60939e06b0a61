"""Captions: live captions for everything you hear, recognised on your own computer."""

__version__ = "0.1.0"
