"""Word rules: replacements, profanity and alert words, applied before speech is shown."""
