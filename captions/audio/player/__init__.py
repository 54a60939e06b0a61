"""Plays recorded sound, and reports the stream time that is audible."""
