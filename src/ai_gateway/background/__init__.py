"""Work beside the calls, under one supervisor."""
