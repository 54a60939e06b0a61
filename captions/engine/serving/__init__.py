"""The speech server: sessions, their limits, metrics and the status page."""
