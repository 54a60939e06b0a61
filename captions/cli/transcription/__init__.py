"""Transcribes recordings: on this computer, or by a server."""
