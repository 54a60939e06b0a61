"""Shows captions: what the terminal and the overlay share, and the overlay's part."""
