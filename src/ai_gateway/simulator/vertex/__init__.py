"""Vertex AI: Gemini and Claude behind Google Cloud's addresses and credentials."""
