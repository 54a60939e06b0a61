"""Where sound comes from: microphones, what the computer plays, and recordings and streams."""
