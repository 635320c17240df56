"""What each call was, used and cost, written down exactly once."""
