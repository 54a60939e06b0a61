"""The live transcript: settled words, pinned words and timing."""
