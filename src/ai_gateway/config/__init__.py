"""Turns `gateway.yaml` and the environment into settings, or into the list of every mistake."""
