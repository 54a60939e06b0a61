"""The settings dialog: one module a page, and what the pages are made of."""
