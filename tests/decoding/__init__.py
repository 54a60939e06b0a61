"""Decoding: ffmpeg's output, timestamps, and what becomes of them."""
