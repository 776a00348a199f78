# A Lambda in the VPC, with what each of ours needs and nothing more: a role, a log group, a security group, an alarm on errors.

locals {
  name       = "lambda-${var.purpose}-${var.region}-${var.environment_suffix}"
  log_group  = "/aws/lambda/${local.name}"
  everywhere = "0.0.0.0/0"
}

# Made before the function, which could otherwise make it, without retention, after a destroy.
resource "aws_cloudwatch_log_group" "this" {
  name              = local.log_group
  retention_in_days = var.log_retention_days
  kms_key_id        = var.logs_key_arn
}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "this" {
  #checkov:skip=CKV_AWS_111:the calls by which Lambda joins a VPC know no resources; code in the function is denied them below
  #checkov:skip=CKV_AWS_356:the calls by which Lambda joins a VPC know no resources; code in the function is denied them below
  # Not logs:CreateLogGroup: a late invocation would bring the log group back after a destroy.
  statement {
    sid       = "WriteLogs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["arn:aws:logs:${var.region}:${var.account_id}:log-group:${local.log_group}:*"]
  }

  # Lambda manages the network interfaces of the function with its role; these calls know no resources.
  statement {
    sid = "JoinTheNetwork"
    actions = [
      "ec2:CreateNetworkInterface",
      "ec2:DescribeNetworkInterfaces",
      "ec2:DescribeSubnets",
      "ec2:DeleteNetworkInterface",
      "ec2:AssignPrivateIpAddresses",
      "ec2:UnassignPrivateIpAddresses",
    ]
    resources = ["*"]
  }

  # The calls above are Lambda's own; code inside the function has no business with the network.
  statement {
    sid       = "CodeLeavesTheNetworkAlone"
    effect    = "Deny"
    actions   = ["ec2:*"]
    resources = ["*"]

    condition {
      test     = "ArnEquals"
      variable = "lambda:SourceFunctionArn"
      values   = ["arn:aws:lambda:${var.region}:${var.account_id}:function:${local.name}"]
    }
  }

  source_policy_documents = [var.permissions]
}

# IAM is global, so the name needs the region.
resource "aws_iam_role" "this" {
  name               = "iam-${var.purpose}-${var.region}-${var.environment_suffix}"
  description        = "Role of the function ${local.name}"
  assume_role_policy = data.aws_iam_policy_document.trust.json
  # The pipeline may make no role without it (terraform/modules/pipeline_roles).
  permissions_boundary = "arn:aws:iam::${var.account_id}:policy/policy-boundary-${var.environment_suffix}"
}

resource "aws_iam_role_policy" "this" {
  name   = "iam-${var.purpose}-${var.region}-${var.environment_suffix}"
  role   = aws_iam_role.this.id
  policy = data.aws_iam_policy_document.this.json
}

resource "aws_security_group" "this" {
  name        = "security-group-${var.purpose}-${var.environment_suffix}"
  description = "Connections of the function ${local.name}"
  vpc_id      = var.network.vpc_id

  tags = { Name = "security-group-${var.purpose}-${var.environment_suffix}" }

  # Lambda gives its network interfaces back up to 45 minutes after the function is gone, and needs the permissions of the
  # function's role for it. A destroy waits for them at this group, which therefore goes before the role: without the role they
  # would stay in the subnets for good. (replace_security_groups_on_destroy would not wait, and so leave them there.)
  depends_on = [aws_iam_role_policy.this]
}

resource "aws_vpc_security_group_egress_rule" "database" {
  for_each = toset(var.database_cidrs)

  security_group_id = aws_security_group.this.id
  description       = "The database"
  cidr_ipv4         = each.value
  ip_protocol       = "tcp"
  from_port         = var.port
  to_port           = var.port
}

# The APIs of AWS, through the NAT gateways or interface endpoints of the network that is given.
resource "aws_vpc_security_group_egress_rule" "apis" {
  security_group_id = aws_security_group.this.id
  description       = "APIs of AWS"
  cidr_ipv4         = local.everywhere
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

# T8: the function itself may connect to the database of its region, and not a whole network for its sake.
resource "aws_vpc_security_group_ingress_rule" "database" {
  security_group_id            = var.database_security_group_id
  description                  = "Function ${local.name}"
  referenced_security_group_id = aws_security_group.this.id
  ip_protocol                  = "tcp"
  from_port                    = var.port
  to_port                      = var.port
}

resource "aws_lambda_function" "this" {
  #checkov:skip=CKV_AWS_50:the function talks to one database and logs what it does; tracing would be one more service that has to answer in time
  #checkov:skip=CKV_AWS_115:a reservation fails at the first apply of an account whose limit is still small; the callers are few and throttled, and being throttled has an alarm
  #checkov:skip=CKV_AWS_116:every caller waits for the answer or asks again by itself: a failed call is stale at once, and has an alarm
  #checkov:skip=CKV_AWS_173:the settings hold no secret; a key of ours would be one more service that every cold start depends on
  #checkov:skip=CKV_AWS_272:the zip is built from the reviewed commit by the pipeline that applies it; a signing profile would have to be set up by hand first
  function_name = local.name
  description   = var.description
  role          = aws_iam_role.this.arn

  # T7. The newest runtime that this provider and AWS both accept.
  runtime          = "nodejs22.x"
  architectures    = ["arm64"]
  handler          = "index.handler"
  filename         = var.zip
  source_code_hash = filebase64sha256(var.zip)

  timeout     = var.timeout_seconds
  memory_size = 512 # MB; memory brings processor time with it, and a cold start has to be quick

  vpc_config {
    subnet_ids         = var.network.private_subnet_ids
    security_group_ids = [aws_security_group.this.id]
  }

  environment {
    variables = var.settings
  }

  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.this.name
  }

  # Without its permissions the function could neither be created in the VPC nor leave it.
  depends_on = [aws_iam_role_policy.this]
}

resource "aws_cloudwatch_metric_alarm" "errors" {
  alarm_name        = "alarm-${var.purpose}-errors-${var.region}-${var.environment_suffix}"
  alarm_description = "The function ${local.name} fails: ${var.description}."

  namespace           = "AWS/Lambda"
  metric_name         = "Errors"
  dimensions          = { FunctionName = local.name }
  statistic           = "Sum"
  period              = 60 # seconds
  evaluation_periods  = 3
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  # No invocations, no data; that they stop is seen elsewhere.
  treat_missing_data = "notBreaching"

  alarm_actions = [var.topic_arn]
  ok_actions    = [var.topic_arn]
}

# A call that is throttled never starts, so it is no error of the function. Another function that uses up what the account may run
# at a time would otherwise make the region look unhealthy, and nobody would know why.
resource "aws_cloudwatch_metric_alarm" "throttles" {
  alarm_name        = "alarm-${var.purpose}-throttles-${var.region}-${var.environment_suffix}"
  alarm_description = "Lambda refuses to run ${local.name}: the functions of the account use up its concurrency in ${var.region}."

  namespace           = "AWS/Lambda"
  metric_name         = "Throttles"
  dimensions          = { FunctionName = local.name }
  statistic           = "Sum"
  period              = 60 # seconds
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"

  alarm_actions = [var.topic_arn]
  ok_actions    = [var.topic_arn]
}
