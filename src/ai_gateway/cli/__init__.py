"""The command `ai-gateway`: starts the gateway, checks its configuration, simulates providers."""
