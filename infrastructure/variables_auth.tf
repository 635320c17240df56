# Handed to the module auth, which says what each may be and refuses a plan that has anything else.

variable "enable_jwt" {
  description = "Let the load balancer check tokens before the gateway does."
  type        = bool
  default     = false
  nullable    = false
}

variable "allow_gateway_keys" {
  description = "Let calls past the load balancer's check that carry a gateway key (agw_…) or put their credential where a vendor's SDK puts a key. The gateway verifies every call again and is the authority."
  type        = bool
  default     = false
  nullable    = false
}

variable "ssl_policy" {
  description = "What the HTTPS listener negotiates: TLS 1.3 and, unless the policy says otherwise, 1.2 with forward secrecy."
  type        = string
  default     = "ELBSecurityPolicy-TLS13-1-2-Res-2021-06"
  nullable    = false
}
