"""Word rules as the settings describe them, with lists of profanity."""
