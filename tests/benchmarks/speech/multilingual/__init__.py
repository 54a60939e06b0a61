"""Recognition and translation of other languages than English."""
