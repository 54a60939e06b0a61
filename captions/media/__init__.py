"""Decodes audio with the ffmpeg program: one runner for files, URLs and pipes."""
