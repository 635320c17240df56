locals {
  providers_with_keys = toset(["openai", "anthropic", "google", "azure"])
}

resource "aws_kms_key" "secrets" {
  description             = "${var.name}: the keys of the providers"
  enable_key_rotation     = true
  deletion_window_in_days = 30
  policy                  = local.key_policy
}

resource "aws_kms_alias" "secrets" {
  name          = "alias/${var.name}-secrets"
  target_key_id = aws_kms_key.secrets.key_id
}

# Without a value: it would stand in the state, and a placeholder would come back after somebody
# has set a key. The gateway reads them itself, at start and at reload, so that one that is not
# set is a provider that is not configured, not a task that cannot start.
resource "aws_secretsmanager_secret" "this" {
  for_each = local.providers_with_keys

  name                    = "${var.secret_prefix}/${each.key}-api-key"
  description             = "Key of ${each.key} for ${var.name}. Set it with: ai-gateway aws secrets set ${each.key}"
  kms_key_id              = aws_kms_key.secrets.arn
  recovery_window_in_days = var.deletion_protection ? 30 : 0
}
