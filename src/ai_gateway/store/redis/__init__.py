"""The store that replicas share: a server that speaks the Redis protocol."""
