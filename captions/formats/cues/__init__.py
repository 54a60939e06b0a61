"""Cues: the words of segments as timed lines for subtitle files."""
