"""Where sound comes from: microphones, and recordings played at the speed of speech."""
