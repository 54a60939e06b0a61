"""The caption window: painting, placement and dragging."""
