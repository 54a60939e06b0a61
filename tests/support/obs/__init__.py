"""A real OBS on a virtual screen, a fake with its protocol, and a reader of its captions."""
