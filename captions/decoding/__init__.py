"""Decodes sound with the ffmpeg program: one way of running it, for files, URLs and pipes."""
