"""Serving: sessions on the wire, their limits, and the page."""
