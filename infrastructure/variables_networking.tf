# Handed to the module networking, which says what each may be and refuses a plan that has anything else.

variable "vpc_cidr" {
  description = "Addresses of the VPC that is made. Its subnets take the numbers 1, 2 (public) and 10, 20 (private) of the 256 parts that it is cut into."
  type        = string
  default     = "10.0.0.0/16"
  nullable    = false
}

variable "subnet_cidrs" {
  description = "Subnets of the VPC that is made, one public and one private for each of two zones. Null computes them from `vpc_cidr`."
  type = object({
    public  = list(string)
    private = list(string)
  })
  default = null
}

variable "availability_zones" {
  description = "The two zones of the VPC that is made. Empty takes the first two of the region."
  type        = list(string)
  default     = []
  nullable    = false
}

variable "nat_per_az" {
  description = "One NAT gateway for each zone instead of one for both: a zone that fails then takes only its own tasks with it. It doubles the fixed price of NAT."
  type        = bool
  default     = false
  nullable    = false
}

variable "vpc_id" {
  description = "An existing VPC to build in. Null makes one. With it, `existing_subnets` must be set, and no NAT gateway, route or flow log is made."
  type        = string
  default     = null
}

variable "existing_subnets" {
  description = "Subnets of `vpc_id`: at least two public ones for the load balancer, at least two private ones with a way out for the tasks, in different zones. The private route tables get the gateway endpoint for S3; with none, it is not made."
  type = object({
    public               = list(string)
    private              = list(string)
    private_route_tables = optional(list(string), [])
  })
  default = null
}

variable "interface_endpoints" {
  description = "AWS services reached inside the VPC instead of through NAT, as the last part of the endpoint's service name. In an existing VPC leave out those it has already."
  type        = list(string)
  default     = ["ecr.api", "ecr.dkr", "logs", "secretsmanager", "bedrock-runtime", "sts", "xray", "monitoring"]
  nullable    = false
}

variable "internal" {
  description = "Put the load balancer into the private subnets, where only the VPC and networks connected with it reach it."
  type        = bool
  default     = false
  nullable    = false
}

variable "certificate_arn" {
  description = "ACM certificate of the load balancer. With it, port 80 redirects to 443; null leaves port 80 alone, in clear."
  type        = string
  default     = null
}

variable "allowed_cidrs" {
  description = "IPv4 networks that may reach the load balancer. The whole world only with a certificate: bearer tokens would travel in clear."
  type        = list(string)
  default     = ["0.0.0.0/0"]
  nullable    = false
}

variable "idle_timeout" {
  description = "Seconds that the load balancer keeps a silent connection. The usual 60 s cuts thinking models. The gateway's own keep-alive must be longer."
  type        = number
  default     = 900
  nullable    = false
}

variable "deregistration_delay" {
  description = "Seconds that a task's open calls get before the task is told to stop. It is the whole budget for streams to finish: Fargate waits 120 s at most after that. The load balancer goes on at once when none is open."
  type        = number
  default     = 900
  nullable    = false
}

variable "domain_name" {
  description = "Name that callers use, written into `route53_zone_id` as an alias of the load balancer."
  type        = string
  default     = null
}

variable "route53_zone_id" {
  description = "Hosted zone that gets the record of `domain_name`."
  type        = string
  default     = null
}

variable "enable_waf" {
  description = "Put a WAF before the load balancer."
  type        = bool
  default     = false
  nullable    = false
}

variable "waf_rate_limit" {
  description = "Calls that one address may make in five minutes before the WAF answers 429."
  type        = number
  default     = 2000
  nullable    = false
}
