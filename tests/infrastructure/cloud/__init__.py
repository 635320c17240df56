"""A simulated AWS account: moto's server, with the few operations that it lacks."""
