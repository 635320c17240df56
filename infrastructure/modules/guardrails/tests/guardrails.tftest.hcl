mock_provider "aws" {
  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:eu-central-1:123456789012:key/0" }
  }
  mock_resource "aws_bedrock_guardrail" {
    defaults = { guardrail_arn = "arn:aws:bedrock:eu-central-1:123456789012:guardrail/g" }
  }
}

variables {
  name       = "ai-gateway-test"
  account_id = "123456789012"
  guardrail = {
    blocked_message = "Refused."
    content_filters = { HATE = "HIGH", PROMPT_ATTACK = "MEDIUM" }
    pii             = { EMAIL = "ANONYMIZE" }
    patterns        = { ticket = { pattern = "TICKET-[0-9]+", action = "ANONYMIZE" } }
    topics          = { medicine = { definition = "Advice on what to take for an illness.", examples = ["How much of it may I take?"] } }
    words           = ["zebra"]
    profanity       = true
  }
}

run "accepted" {
  assert {
    condition = { for filter in aws_bedrock_guardrail.this.content_policy_config[0].filters_config : filter.type => "${filter.input_strength} ${filter.output_strength}" } == {
      HATE          = "HIGH HIGH"
      PROMPT_ATTACK = "MEDIUM NONE"
    }
    error_message = "filters have their strength, and answers are not searched for attacks on the prompt"
  }
  assert {
    condition     = aws_bedrock_guardrail.this.sensitive_information_policy_config[0].pii_entities_config[0].action == "ANONYMIZE" && length(aws_bedrock_guardrail.this.sensitive_information_policy_config[0].regexes_config) == 1
    error_message = "personal data and patterns are looked for"
  }
  assert {
    condition     = aws_bedrock_guardrail.this.topic_policy_config[0].topics_config[0].type == "DENY" && aws_bedrock_guardrail.this.word_policy_config[0].words_config[0].text == "zebra"
    error_message = "topics and words are denied"
  }
  assert {
    condition     = aws_bedrock_guardrail_version.this.skip_destroy
    error_message = "an old version stays while tasks may name it"
  }
}

run "words_alone" {
  variables {
    guardrail = {
      blocked_message = "Refused."
      content_filters = {}
      pii             = {}
      patterns        = {}
      topics          = {}
      words           = ["zebra"]
      profanity       = false
    }
  }
  assert {
    condition     = length(aws_bedrock_guardrail.this.content_policy_config) + length(aws_bedrock_guardrail.this.topic_policy_config) + length(aws_bedrock_guardrail.this.sensitive_information_policy_config) == 0
    error_message = "what is not asked for is not in the guardrail"
  }
}

run "refused_empty" {
  command = plan
  variables {
    guardrail = {
      blocked_message = "Refused."
      content_filters = {}
      pii             = {}
      patterns        = {}
      topics          = {}
      words           = []
      profanity       = false
    }
  }
  expect_failures = [var.guardrail]
}

run "refused_strength" {
  command = plan
  variables {
    guardrail = {
      blocked_message = "Refused."
      content_filters = { HATE = "VERY" }
      pii             = {}
      patterns        = {}
      topics          = {}
      words           = []
      profanity       = false
    }
  }
  expect_failures = [var.guardrail]
}
