"""Detects problems between the microphone and the words on screen."""
