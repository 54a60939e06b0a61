"""Transcription: an audio stream to partial and committed text."""
