"""Network connections of the speech server: listener, access, TLS and protection from clients."""
