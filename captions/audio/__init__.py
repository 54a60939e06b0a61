"""Audio sources: microphones, what the computer plays, recordings and streams."""
