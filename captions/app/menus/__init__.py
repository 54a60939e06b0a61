"""What the menu offers besides commands: sources, microphones and the last minutes."""
