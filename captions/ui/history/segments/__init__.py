"""The segments of a transcript as a model, and what is known about their words."""
