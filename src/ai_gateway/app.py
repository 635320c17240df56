"""Wires the parts together; nothing else does."""
