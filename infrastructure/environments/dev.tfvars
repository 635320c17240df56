# One small task, no WAF, no token check at the load balancer. What it does not set has the default of variables*.tf.
#
# Still to be said, by -var, TF_VAR_… or Terragrunt: `region`, and either `certificate_arn` or, without one, the networks
# that may call in clear, as allowed_cidrs = ["198.51.100.0/24"].
environment = "dev"

# So that `terraform destroy` can.
deletion_protection = false

cpu       = 512
memory    = 1024
min_tasks = 1
max_tasks = 3

# Names of secrets are unique in an account and region, which dev may share with others.
secret_prefix = "ai-gateway/dev"
