"""The ElevenLabs Realtime Speech-to-Text protocol as values, without input or output."""
