"""OBS Studio: its text and browser sources, and captions in its stream."""
