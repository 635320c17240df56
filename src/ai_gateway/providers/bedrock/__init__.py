"""Amazon Bedrock: its addresses, its credentials and signatures, and what its models are called."""
