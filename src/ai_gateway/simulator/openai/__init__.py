"""OpenAI as api.openai.com serves it under `/v1`."""
