"""The journey of a call."""
