"""The store of transcripts: a SQLite database on disk or in memory, and its writer's thread."""
