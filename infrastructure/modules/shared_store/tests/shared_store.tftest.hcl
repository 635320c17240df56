mock_provider "aws" {
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:eu-central-1:123456789012:key/0" }
  }
  mock_resource "aws_security_group" {
    defaults = { id = "sg-store" }
  }
  mock_resource "aws_elasticache_serverless_cache" {
    defaults = {
      endpoint = [{ address = "store.example", port = 6379 }]
    }
  }
}

variables {
  name                     = "ai-gateway-test"
  account_id               = "123456789012"
  vpc_id                   = "vpc-1"
  subnet_ids               = ["subnet-a", "subnet-b"]
  client_security_group_id = "sg-tasks"
  max_gigabytes            = 5
  max_ecpu_per_second      = 20000
  snapshot_days            = 7
}

run "accepted" {
  assert {
    condition     = aws_elasticache_serverless_cache.this.engine == "valkey" && aws_elasticache_serverless_cache.this.kms_key_id == "arn:aws:kms:eu-central-1:123456789012:key/0"
    error_message = "the store is Valkey, and encrypted with a key of its own"
  }
  assert {
    condition     = aws_vpc_security_group_ingress_rule.from_tasks.referenced_security_group_id == "sg-tasks" && aws_vpc_security_group_ingress_rule.from_tasks.cidr_ipv4 == null
    error_message = "the tasks and nobody else may reach it"
  }
  assert {
    condition     = aws_vpc_security_group_egress_rule.to_store.security_group_id == "sg-tasks" && aws_vpc_security_group_egress_rule.to_store.from_port == 6379
    error_message = "the tasks may call it"
  }
  assert {
    condition     = aws_elasticache_serverless_cache.this.cache_usage_limits[0].data_storage[0].maximum == 5
    error_message = "it has an upper bound"
  }
  assert {
    condition     = output.host == "store.example" && output.port == 6379
    error_message = "its address is known"
  }
}

run "refused_one_subnet" {
  command = plan
  variables {
    subnet_ids = ["subnet-a"]
  }
  expect_failures = [var.subnet_ids]
}

run "refused_no_bound" {
  command = plan
  variables {
    max_ecpu_per_second = 0
  }
  expect_failures = [var.max_ecpu_per_second]
}

run "refused_size" {
  command = plan
  variables {
    max_gigabytes = 0.5
  }
  expect_failures = [var.max_gigabytes]
}
