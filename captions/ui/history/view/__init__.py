"""The view of a transcript: layout, painting, mouse and editor."""
