"""Transcription: a stream of sound into partial and committed text."""
