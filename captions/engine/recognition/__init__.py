"""Recognition: words out of a stretch of speech."""
