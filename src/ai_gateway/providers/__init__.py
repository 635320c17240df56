"""Who is called: address, credential, operations and quirks of each provider."""
