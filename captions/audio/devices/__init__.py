"""Capture devices: PortAudio, the sound server's list, and the worker threads."""
