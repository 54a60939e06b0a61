"""Captions of streaming and meeting platforms, and webhooks: each caption is sent by HTTP POST."""
