# The roles of the stack. Whoever can make roles could make one that may do everything, so each has to have the boundary, which
# the stack cannot take away from it, and can be handed only to the service that it is for.

data "aws_iam_policy_document" "apply_permissions" {
  statement {
    sid       = "MakeRolesWithinTheBoundary"
    actions   = ["iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"]
    resources = flatten(values(local.stack_roles))

    condition {
      test     = "StringEquals"
      variable = "iam:PermissionsBoundary"
      values   = [local.boundary_arn]
    }
  }

  statement {
    sid       = "EnhancedMonitoring"
    actions   = ["iam:AttachRolePolicy", "iam:DetachRolePolicy"]
    resources = local.stack_roles["monitoring.rds.amazonaws.com"]

    condition {
      test     = "ArnEquals"
      variable = "iam:PolicyARN"
      values   = ["arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"]
    }
  }

  statement {
    sid = "ChangeRoles"
    actions = [
      "iam:DeleteRole",
      "iam:DeleteRolePolicy",
      # Terraform asks before it deletes a role.
      "iam:ListInstanceProfilesForRole",
      "iam:TagRole",
      "iam:UntagRole",
      "iam:UpdateAssumeRolePolicy",
      "iam:UpdateRole",
      "iam:UpdateRoleDescription",
    ]
    resources = flatten(values(local.stack_roles))
  }

  dynamic "statement" {
    for_each = local.stack_roles

    content {
      sid       = "For${replace(title(replace(statement.key, "/[.]/", " ")), " ", "")}"
      actions   = ["iam:PassRole"]
      resources = statement.value

      condition {
        test     = "StringEquals"
        variable = "iam:PassedToService"
        values   = [statement.key]
      }
    }
  }

  # A new account may lack the roles that these services act with; each is made by AWS, for that service only.
  statement {
    sid       = "ServicesBringTheirOwnRoles"
    actions   = ["iam:CreateServiceLinkedRole"]
    resources = ["arn:aws:iam::${var.account_id}:role/aws-service-role/*"]

    condition {
      test     = "StringEquals"
      variable = "iam:AWSServiceName"
      values   = ["rds.amazonaws.com", "ops.apigateway.amazonaws.com"]
    }
  }
}
