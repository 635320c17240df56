"""State that all replicas share: who has used how much of what."""
