"""The visual design that all windows share: colours, sizes, fonts, icons and the style."""
