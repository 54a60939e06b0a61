"""A real OBS on a virtual screen, a fake with its protocol, and readers of its captions."""
