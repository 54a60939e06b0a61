"""Captions: live captions on anyone's screen, from speech recognised on the same computer."""

__version__ = "0.1.0"
