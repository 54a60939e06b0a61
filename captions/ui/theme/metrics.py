"""Sizes and distances in logical pixels, on a grid of 8."""

GRID = 8
"""Unit of all distances."""
HALF_GRID = GRID // 2
CONTROL_HEIGHT = 4 * GRID
"""Minimum height of a control; WCAG 2.2 asks for 24 (success criterion 2.5.8)."""
ROW_HEIGHT = 7 * GRID
"""Minimum height of a row in a card."""
CONTROL_WIDTH = 30 * GRID
"""Width of drop-down lists and text fields beside a label; equal widths keep the column tidy."""
NUMBER_WIDTH = 17 * GRID
"""Minimum width of number fields and of buttons that show a colour."""
PAGE_MARGIN = 3 * GRID
"""Space around the contents of a window or page."""
CARD_PADDING = 2 * GRID
"""Space between the edge of a card and its contents, at the left and right."""
CARD_RADIUS = GRID
CONTROL_RADIUS = 5
FOCUS_WIDTH = 2
"""Width of a focus ring."""
ICON_SIZE = 2 * GRID
"""Size of icons in buttons and lists."""
TEXT_WIDTH = 80 * GRID
"""Maximum width of pages; longer lines of text are hard to read."""
