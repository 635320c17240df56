"""Serves the providers' own wire formats, so that the gateway runs and is tested without them."""
