# IAM knows models and inference profiles as resources of their own. A call to a cross-region
# profile is allowed only with the profile and, in each region that it may be sent to, the model.
# A global profile runs anywhere: its model is named without a region.

locals {
  # region prefix, a dot, the id of the model
  profile_form = "^(${join("|", [for prefix in concat(keys(var.bedrock_profile_regions), ["global"]) : prefix])})\\.(.+)$"

  given_arns = [for model in var.bedrock_models : model if startswith(model, "arn:")]
  given_ids  = [for model in var.bedrock_models : model if !startswith(model, "arn:")]
  profiles   = { for id in local.given_ids : id => regex(local.profile_form, id) if can(regex(local.profile_form, id)) }

  # model id => regions; "" stands for a model of a global profile
  model_regions = merge(
    { for id in local.given_ids : id => [var.region] if !contains(keys(local.profiles), id) },
    {
      for base in distinct([for parts in values(local.profiles) : parts[1]]) : base => distinct(concat(
        [var.region],
        contains(local.given_ids, base) ? [var.region] : [],
        flatten([
          for parts in values(local.profiles) :
          parts[0] == "global" ? [""] : var.bedrock_profile_regions[parts[0]] if parts[1] == base
        ]),
      ))
    },
  )
  model_arns = flatten([
    for id, regions in local.model_regions :
    [for region in regions : "arn:${var.partition}:bedrock:${region}::foundation-model/${id}"]
  ])

  profile_arns = concat(
    [for id in keys(local.profiles) : "arn:${var.partition}:bedrock:${var.region}:${var.account_id}:inference-profile/${id}"],
    [for arn in local.given_arns : arn if strcontains(arn, "inference-profile/")],
  )
  other_arns = [for arn in local.given_arns : arn if !strcontains(arn, "inference-profile/")]

  bedrock_statements = concat(
    [
      {
        Sid      = "CallModels"
        Effect   = "Allow"
        Action   = ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"]
        Resource = sort(concat(local.model_arns, local.profile_arns, local.other_arns))
      },
      {
        # Takes ids of models alone, and answers for no profile.
        Sid      = "CountTokens"
        Effect   = "Allow"
        Action   = ["bedrock:CountTokens"]
        Resource = sort(concat(local.model_arns, local.other_arns))
      },
    ],
    [
      for arns in [sort(local.profile_arns)] : {
        Sid      = "SeeWhatIsBehindAProfile"
        Effect   = "Allow"
        Action   = ["bedrock:GetInferenceProfile"]
        Resource = arns
      } if length(arns) > 0
    ],
    [
      for guardrail in var.guardrail[*] : {
        Sid      = "ApplyTheGuardrail"
        Effect   = "Allow"
        Action   = ["bedrock:ApplyGuardrail"]
        Resource = [guardrail.arn]
      }
    ],
    [
      for guardrail in var.guardrail[*] : {
        Sid      = "ReadTheGuardrail"
        Effect   = "Allow"
        Action   = ["kms:Decrypt"]
        Resource = [guardrail.kms_key_arn]
      }
    ],
  )
}
