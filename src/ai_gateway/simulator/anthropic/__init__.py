"""Anthropic as api.anthropic.com serves it under `/v1`."""
