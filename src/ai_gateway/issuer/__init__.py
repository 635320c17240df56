"""The gateway's own issuer of tokens, for laptops and tests: what Cognito is elsewhere."""
