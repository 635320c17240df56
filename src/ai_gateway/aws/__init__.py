"""What the command line does with an AWS account: prepare it, fill it, deploy, look, take away."""
