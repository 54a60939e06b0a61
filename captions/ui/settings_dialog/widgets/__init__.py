"""Controls used on the pages of the settings dialog."""
