"""Pages with captions for browsers: the overlay page for OBS, and the audience page."""
