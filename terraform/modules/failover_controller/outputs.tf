output "function_name" {
  description = "The controller."
  value       = module.function.name
}
