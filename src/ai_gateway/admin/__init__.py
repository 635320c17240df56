"""The operator's listener, on its own port."""
