"""What has been said, as values: the transcript, its rows on screen, its cues in a file."""
