"""Amazon Bedrock: its runtime, and the inference profiles of its control plane."""
