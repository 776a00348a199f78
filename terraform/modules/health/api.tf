# A REST API and not an HTTP API or a function URL: it is the one of them that can refuse callers by their address.

locals {
  paths = toset(["writer", "replica"])
}

# Where Route 53's checkers are. AWS keeps this list; when it changes, the next plan shows it.
data "aws_ec2_managed_prefix_list" "checkers" {
  name = "com.amazonaws.${var.region}.route53-healthchecks"
}

resource "aws_api_gateway_rest_api" "this" {
  name        = "api-health-${var.region}-${var.environment_suffix}"
  description = "Asked by Route 53 health checks"

  endpoint_configuration {
    types = ["REGIONAL"]
  }

  lifecycle {
    # A deployment refers to the API; a new one has to serve before the old one goes.
    create_before_destroy = true
  }
}

data "aws_iam_policy_document" "checkers" {
  statement {
    sid       = "Checkers"
    actions   = ["execute-api:Invoke"]
    resources = ["${aws_api_gateway_rest_api.this.execution_arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }
  }

  # Said as a refusal, because a permission of IAM could otherwise let others of this account in.
  statement {
    sid       = "NobodyElse"
    effect    = "Deny"
    actions   = ["execute-api:Invoke"]
    resources = ["${aws_api_gateway_rest_api.this.execution_arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "NotIpAddress"
      variable = "aws:SourceIp"
      values   = sort(concat(data.aws_ec2_managed_prefix_list.checkers.entries[*].cidr, var.caller_cidrs))
    }
  }
}

resource "aws_api_gateway_rest_api_policy" "this" {
  rest_api_id = aws_api_gateway_rest_api.this.id
  policy      = data.aws_iam_policy_document.checkers.json

  lifecycle {
    precondition {
      condition     = length(data.aws_ec2_managed_prefix_list.checkers.entries) > 0
      error_message = "AWS's list of Route 53 health checkers is empty in ${var.region}: nobody could ask for the health of the database."
    }
  }
}

resource "aws_api_gateway_resource" "this" {
  for_each = local.paths

  rest_api_id = aws_api_gateway_rest_api.this.id
  parent_id   = aws_api_gateway_rest_api.this.root_resource_id
  path_part   = each.value
}

resource "aws_api_gateway_method" "this" {
  #checkov:skip=CKV2_AWS_53:a request has neither parameters nor a body that could be validated
  #checkov:skip=CKV_AWS_59:Route 53 cannot sign requests; the policy of the API admits the addresses of its checkers and nobody else
  for_each = local.paths

  rest_api_id = aws_api_gateway_rest_api.this.id
  resource_id = aws_api_gateway_resource.this[each.value].id
  http_method = "GET"
  # Route 53 cannot sign requests; the policy above lets its addresses in, and the answer is one word.
  authorization = "NONE"
}

resource "aws_api_gateway_integration" "this" {
  for_each = local.paths

  rest_api_id             = aws_api_gateway_rest_api.this.id
  resource_id             = aws_api_gateway_resource.this[each.value].id
  http_method             = aws_api_gateway_method.this[each.value].http_method
  type                    = "AWS_PROXY"
  integration_http_method = "POST"
  uri                     = module.function.invoke_arn
  timeout_milliseconds    = 2000
}

resource "aws_api_gateway_deployment" "this" {
  rest_api_id = aws_api_gateway_rest_api.this.id

  # A deployment is a snapshot: without a new one, changes of methods and policy would never be served.
  triggers = {
    redeploy = sha256(jsonencode([
      data.aws_iam_policy_document.checkers.json,
      [for path in local.paths : {
        resource    = aws_api_gateway_resource.this[path].id
        method      = aws_api_gateway_method.this[path].http_method
        integration = aws_api_gateway_integration.this[path].uri
        timeout     = aws_api_gateway_integration.this[path].timeout_milliseconds
      }],
    ]))
  }

  # The policy has to be in force before the first call can be served.
  depends_on = [aws_api_gateway_rest_api_policy.this]

  lifecycle {
    # The stage refers to it.
    create_before_destroy = true
  }
}

resource "aws_api_gateway_stage" "this" {
  #checkov:skip=CKV2_AWS_4:logs of an API need a role that is set once for the whole account and region, which is not ours to replace; the function logs each call
  #checkov:skip=CKV2_AWS_29:the policy of the API admits the addresses of Route 53's checkers and nobody else, so there is nothing left for a firewall to sort out
  #checkov:skip=CKV2_AWS_51:a client certificate is for servers behind an API; behind this one is a function, called by its permission
  #checkov:skip=CKV_AWS_73:the function behind the API logs each call; tracing would be one more service that has to answer in time
  #checkov:skip=CKV_AWS_76:logs of an API need a role that is set once for the whole account and region, which is not ours to replace; the function logs each call
  #checkov:skip=CKV_AWS_120:a cached answer would hide the loss of a region for as long as the cache lives (O3)
  rest_api_id   = aws_api_gateway_rest_api.this.id
  deployment_id = aws_api_gateway_deployment.this.id
  stage_name    = "health"
}

# Some dozens of checkers ask every ten seconds, twice. More than that is not Route 53, and must not reach the database.
resource "aws_api_gateway_method_settings" "this" {
  #checkov:skip=CKV_AWS_225:a cached answer would hide the loss of a region for as long as the cache lives (O3)
  rest_api_id = aws_api_gateway_rest_api.this.id
  stage_name  = aws_api_gateway_stage.this.stage_name
  method_path = "*/*"

  settings {
    throttling_rate_limit  = 50
    throttling_burst_limit = 100
    metrics_enabled        = true
  }
}

resource "aws_lambda_permission" "api" {
  for_each = local.paths

  statement_id  = "api-${each.value}"
  action        = "lambda:InvokeFunction"
  function_name = module.function.name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.this.execution_arn}/*/GET/${each.value}"
}
