"""What a model's tokens cost: exact names, effective dates, rational sums."""
