"""The deployment, applied to a simulated AWS account and read back from it."""
