"""The process that serves a page: its files, its WebSocket and its readers."""
