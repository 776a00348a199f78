# Functions and what calls them.

data "aws_iam_policy_document" "apply_functions" {
  statement {
    sid = "Functions"
    actions = [
      "lambda:AddPermission",
      "lambda:CreateFunction",
      "lambda:DeleteFunction",
      "lambda:DeleteFunctionEventInvokeConfig",
      "lambda:PutFunctionEventInvokeConfig",
      "lambda:RemovePermission",
      "lambda:TagResource",
      "lambda:UntagResource",
      "lambda:UpdateFunctionCode",
      "lambda:UpdateFunctionConfiguration",
      "lambda:UpdateFunctionEventInvokeConfig",
    ]
    resources = local.arns.function
  }

  # Secrets Manager tries the rotation function out on behalf of whoever names it.
  statement {
    sid       = "TryRotationOut"
    actions   = ["lambda:InvokeFunction"]
    resources = local.arns.rotation
  }

  # Lambda and RDS look at the network that something is to join, on behalf of the role.
  statement {
    sid       = "FindTheNetwork"
    actions   = ["ec2:DescribeAvailabilityZones", "ec2:DescribeVpcs"]
    resources = ["*"]
  }

  statement {
    sid       = "LookAtTheNetwork"
    actions   = ["ec2:DescribeVpcAttribute", "ec2:GetSecurityGroupsForVpc"]
    resources = local.arns.vpc
  }

  # An API gets its id from AWS, so the ones of the account cannot be told apart by name.
  statement {
    sid       = "HealthEndpoint"
    actions   = ["apigateway:DELETE", "apigateway:PATCH", "apigateway:POST", "apigateway:PUT", "apigateway:UpdateRestApiPolicy"]
    resources = concat(local.arns.api, local.arns.api_parts)
  }

  statement {
    sid       = "TagTheHealthEndpoint"
    actions   = ["apigateway:DELETE", "apigateway:POST", "apigateway:PUT"]
    resources = local.arns.api_tags
  }

  statement {
    sid = "FailoverController"
    actions = [
      "dynamodb:CreateTable",
      "dynamodb:DeleteTable",
      "dynamodb:TagResource",
      "dynamodb:UntagResource",
      "dynamodb:UpdateContinuousBackups",
      "dynamodb:UpdateTable",
      "dynamodb:UpdateTimeToLive",
      "events:DeleteRule",
      "events:PutRule",
      "events:PutTargets",
      "events:RemoveTargets",
      "events:TagResource",
      "events:UntagResource",
    ]
    resources = concat(local.arns.table, local.arns.rule)
  }
}
