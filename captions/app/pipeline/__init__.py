"""The caption pipeline: lanes from audio to speech events, and the watchdog that monitors them."""
