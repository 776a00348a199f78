# Who may assume the roles: jobs of one repository, each role from its own kinds of jobs. GitHub writes the subject of a job in one of
# two forms, and which one is a matter of the repository's age and settings, so each role knows both, letter by letter:
#
#   repo:OWNER/REPOSITORY:environment:NAME
#   repo:OWNER@OWNER-ID/REPOSITORY@REPOSITORY-ID:environment:NAME
#
# https://docs.github.com/en/actions/reference/security/oidc#immutable-subject-claims

locals {
  github_host = "token.actions.githubusercontent.com"

  repository_forms = [
    "repo:${var.github.owner}/${var.github.repository}",
    "repo:${var.github.owner}@${var.github.owner_id}/${var.github.repository}@${var.github.repository_id}",
  ]

  default_ref = "refs/heads/${var.github.default_branch}"

  # A job with a GitHub environment has that as its subject, whatever started it. Pull requests plan without an environment, and a job
  # of theirs can never say that it belongs to another; a pull request from a fork gets no token to come with. What looks for drift and
  # watches over applies and drills comes from the default branch, without an environment too. Break-glass is an environment of its own,
  # with reviewers of its own.
  jobs = {
    plan  = { subjects = ["pull_request", "ref:${local.default_ref}"], ref = null }
    apply = { subjects = ["environment:${var.environment}", "environment:${var.environment}-break-glass"], ref = local.default_ref }
    drill = { subjects = ["environment:${var.environment}-drill"], ref = local.default_ref }
  }

  # The claims that AWS compares beside subject and audience are in its list of condition keys:
  # https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif
  # repository_owner_id is not among them, and a condition on a claim that AWS does not read would refuse everybody.
  claims = {
    for role, job in local.jobs : role => merge(
      {
        aud = ["sts.amazonaws.com"]
        sub = [for pair in setproduct(job.subjects, local.repository_forms) : "${pair[1]}:${pair[0]}"]
        # The first form holds names only: without the id, whoever takes over a name that was given up could come with it.
        repository_id = [var.github.repository_id]
      },
      # The branch rule of a GitHub environment is a setting that may be forgotten; this is not.
      job.ref == null ? {} : { ref = [job.ref] },
    )
  }
}

data "aws_iam_policy_document" "trust" {
  #checkov:skip=CKV_AWS_358:checkov does not evaluate these conditions; tests/trust.tftest.hcl compares the documents with what they must be, letter by letter

  for_each = local.claims

  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = ["arn:aws:iam::${var.account_id}:oidc-provider/${local.github_host}"]
    }

    dynamic "condition" {
      for_each = each.value

      content {
        test     = "StringEquals"
        variable = "${local.github_host}:${condition.key}"
        values   = condition.value
      }
    }
  }
}

resource "aws_iam_openid_connect_provider" "github" {
  count = var.oidc_provider_exists ? 0 : 1

  # Without thumbprints: AWS trusts GitHub's certificate by its authority.
  url            = "https://${local.github_host}"
  client_id_list = ["sts.amazonaws.com"]
}
