# Security groups, records and health checks. The networks themselves are given: no permission here changes one.

data "aws_iam_policy_document" "apply_network" {
  # With our tag, and in a network of the account.
  statement {
    sid       = "MakeSecurityGroups"
    actions   = ["ec2:CreateSecurityGroup"]
    resources = local.arns.security_group

    condition {
      test     = "StringEquals"
      variable = "aws:RequestTag/environmentSuffix"
      values   = [local.suffix]
    }
  }

  # This is about the rule; the group that gets it has to be ours, below.
  statement {
    sid       = "MakeRules"
    actions   = ["ec2:AuthorizeSecurityGroupEgress", "ec2:AuthorizeSecurityGroupIngress"]
    resources = local.arns.security_rule

    condition {
      test     = "StringEquals"
      variable = "aws:RequestTag/environmentSuffix"
      values   = [local.suffix]
    }
  }

  statement {
    sid       = "InTheGivenNetworks"
    actions   = ["ec2:CreateSecurityGroup"]
    resources = local.arns.vpc
  }

  # Tags are given only where something is made: otherwise any security group could be made ours by its tag.
  statement {
    sid       = "TagWhatIsMade"
    actions   = ["ec2:CreateTags"]
    resources = concat(local.arns.security_group, local.arns.security_rule)

    condition {
      test     = "StringEquals"
      variable = "ec2:CreateAction"
      values   = ["AuthorizeSecurityGroupEgress", "AuthorizeSecurityGroupIngress", "CreateSecurityGroup"]
    }
  }

  statement {
    sid = "ChangeOurSecurityGroups"
    actions = [
      "ec2:AuthorizeSecurityGroupEgress",
      "ec2:AuthorizeSecurityGroupIngress",
      "ec2:CreateTags",
      "ec2:DeleteSecurityGroup",
      "ec2:DeleteTags",
      "ec2:ModifySecurityGroupRules",
      "ec2:RevokeSecurityGroupEgress",
      "ec2:RevokeSecurityGroupIngress",
    ]
    resources = concat(local.arns.security_group, local.arns.security_rule)

    condition {
      test     = "StringEquals"
      variable = "aws:ResourceTag/environmentSuffix"
      values   = [local.suffix]
    }
  }

  # A security group goes only when nothing is left on it.
  statement {
    sid       = "SeeWhatIsLeftOnAGroup"
    actions   = ["ec2:DescribeNetworkInterfaces"]
    resources = ["*"]
  }

  # Lambda gives its interfaces back some time after a function is gone; the provider waits for them, and removes those that nobody
  # uses any more. They carry no tag of ours: Lambda makes them.
  statement {
    sid       = "RemoveInterfacesThatLambdaGaveBack"
    actions   = ["ec2:DeleteNetworkInterface"]
    resources = [for region in local.regions : "arn:aws:ec2:${region}:${var.account_id}:network-interface/*"]
  }

  statement {
    sid       = "Records"
    actions   = ["route53:ChangeResourceRecordSets"]
    resources = [local.hosted_zone_arn]
  }

  # Records are in force some time after they are written.
  statement {
    sid       = "WaitForRecords"
    actions   = ["route53:GetChange"]
    resources = ["arn:aws:route53:::change/*"]
  }

  # Health checks have neither names nor tags that a policy could look at. Making one that follows an alarm also takes
  # cloudwatch:DescribeAlarms (H3), which is among the reads.
  statement {
    sid       = "MakeHealthChecks"
    actions   = ["route53:CreateHealthCheck"]
    resources = ["*"]
  }

  statement {
    sid       = "ChangeHealthChecks"
    actions   = ["route53:ChangeTagsForResource", "route53:DeleteHealthCheck", "route53:UpdateHealthCheck"]
    resources = [local.health_check_arn]
  }
}
