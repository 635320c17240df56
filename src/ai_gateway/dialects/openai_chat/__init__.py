"""The dialect of OpenAI's chat completions and embeddings, spoken by most other providers."""
