"""Azure OpenAI: OpenAI behind Azure's addresses, credentials, errors and content filters."""
