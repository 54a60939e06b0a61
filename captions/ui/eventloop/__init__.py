"""The event loop shared by Qt and asyncio."""
