"""Bytes to and from a provider: a pooled HTTP/1.1 client, the hot path of the gateway."""
