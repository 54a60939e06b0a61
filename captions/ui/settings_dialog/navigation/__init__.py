"""The left side of the settings dialog: the list of pages, and the search for controls."""
