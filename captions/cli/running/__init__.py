"""Commands about the running app."""
