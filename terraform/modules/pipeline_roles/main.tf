# Three roles for the workflows, so that what a pull request can run may only look, and a drill may not rebuild. Each has the
# policies in the files named after it.

locals {
  roles = {
    plan  = { may = "Reads what a plan needs, and changes nothing but the lock and its sealed plans", hours = 1 }
    apply = { may = "Makes, changes and destroys the resources of ${var.environment}", hours = 2 }
    drill = { may = "Moves the writer role of ${var.environment} and restores its backups", hours = 4 }
  }

  # The policies of each role. A role takes 10, and each 6,144 characters.
  policies = {
    plan = {
      "read-database"     = data.aws_iam_policy_document.read_database.json
      "read-surroundings" = data.aws_iam_policy_document.read_surroundings.json
      "plan-state"        = data.aws_iam_policy_document.plan_state.json
      "plan-plans"        = data.aws_iam_policy_document.plan_plans.json
    }
    apply = {
      "read-database"     = data.aws_iam_policy_document.read_database.json
      "read-surroundings" = data.aws_iam_policy_document.read_surroundings.json
      "apply-state"       = data.aws_iam_policy_document.apply_state.json
      "apply-plans"       = data.aws_iam_policy_document.apply_plans.json
      "apply-database"    = data.aws_iam_policy_document.apply_database.json
      "apply-secrets"     = data.aws_iam_policy_document.apply_secrets.json
      "apply-network"     = data.aws_iam_policy_document.apply_network.json
      "apply-functions"   = data.aws_iam_policy_document.apply_functions.json
      "apply-messages"    = data.aws_iam_policy_document.apply_messages.json
      "apply-permissions" = data.aws_iam_policy_document.apply_permissions.json
    }
    drill = {
      "drill"           = data.aws_iam_policy_document.drill.json
      "drill-records"   = data.aws_iam_policy_document.drill_records.json
      "drill-kinds"     = data.aws_iam_policy_document.drill_kinds.json
      "drill-evidence"  = data.aws_iam_policy_document.drill_evidence.json
      "drill-preflight" = data.aws_iam_policy_document.drill_preflight.json
      "drill-recovery"  = data.aws_iam_policy_document.drill_recovery.json
      "drill-restore"   = data.aws_iam_policy_document.drill_restore.json
    }
  }
}

resource "aws_iam_role" "this" {
  for_each = local.roles

  name                 = "iam-${each.key}-${local.suffix}"
  description          = each.value.may
  assume_role_policy   = data.aws_iam_policy_document.trust[each.key].json
  max_session_duration = each.value.hours * 3600 # seconds; a job of the workflows takes no longer
}

resource "aws_iam_policy" "this" {
  for_each = merge(values(local.policies)...)

  name        = "policy-${each.key}-${local.suffix}"
  description = "For the workflows of ${var.environment}"
  policy      = each.value
}

resource "aws_iam_role_policy_attachment" "this" {
  for_each = merge([
    for role, policies in local.policies : { for name in keys(policies) : "${role}-${name}" => { role = role, policy = name } }
  ]...)

  role       = aws_iam_role.this[each.value.role].name
  policy_arn = aws_iam_policy.this[each.value.policy].arn
}
