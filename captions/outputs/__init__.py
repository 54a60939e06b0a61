"""Where captions go besides the screen."""
