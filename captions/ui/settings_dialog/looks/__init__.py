"""Looks on the Appearance page: choosing, saving, renaming, sharing and resetting them."""
