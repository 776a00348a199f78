output "host" {
  description = "Host name of the health endpoint, known once it can answer."
  value       = "${aws_api_gateway_rest_api.this.id}.execute-api.${var.region}.amazonaws.com"
  # A check that asks before the API may call the function would find the region unhealthy, and say so for half a minute.
  depends_on = [aws_lambda_permission.api, aws_api_gateway_method_settings.this]
}

output "paths" {
  description = "Path of each question: does this region take writes, is it fit to be read."
  value       = { for path in local.paths : path => "/${aws_api_gateway_stage.this.stage_name}/${path}" }
}

output "function_name" {
  description = "The function behind the endpoint."
  value       = module.function.name
}
