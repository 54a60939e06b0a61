"""Keys and TLS of the speech server."""
