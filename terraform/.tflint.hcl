# tflint reads this for `npm test`.
#
# Only the rules about Terraform itself, which are part of the tflint program. The rules about AWS are a plugin of their own that
# has to be fetched as a binary from its releases; with it this check could not run in a network without a way out, nor from what
# package registries hold. What it knows of AWS is covered by the provider's own validation and by checkov.

config {
  call_module_type = "local"
}

plugin "terraform" {
  enabled = true
  preset  = "all"
}
