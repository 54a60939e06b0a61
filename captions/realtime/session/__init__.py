"""Session that survives disconnects without losing or repeating words."""
