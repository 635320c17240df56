# At least two tasks in two zones behind a WAF and a token check. A plan without a certificate is refused.
#
# Still to be said, by -var, TF_VAR_… or Terragrunt: `region` and `certificate_arn`.
environment = "prod"

cpu       = 1024
memory    = 2048
min_tasks = 2
max_tasks = 6

enable_waf = true
enable_jwt = true

# Limits and budgets hold for all tasks together.
enable_shared_store = true

# A zone that fails takes only its own tasks with it.
nat_per_az = true
