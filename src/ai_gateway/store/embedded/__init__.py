"""The store of a single replica: in its memory, and in SQLite across restarts."""
