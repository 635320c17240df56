"""The matrix: what each SDK of a vendor sees of each thing that can happen to a call."""
