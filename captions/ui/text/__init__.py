"""Text rendering: fonts, glyphs and rows of words."""
