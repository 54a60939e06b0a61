"""Speech recognition: a window of audio to words."""
