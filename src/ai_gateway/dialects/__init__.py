"""Wire formats: what a request says, what an answer cost, how a failure is told, nothing else."""
