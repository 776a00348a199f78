output "host" {
  description = "Host name of the health endpoint."
  value       = "${aws_api_gateway_rest_api.this.id}.execute-api.${var.region}.amazonaws.com"
}

output "paths" {
  description = "Path of each question: does this region take writes, is it fit to be read."
  value       = { for path in local.paths : path => "/${aws_api_gateway_stage.this.stage_name}/${path}" }
}

output "function_name" {
  description = "The function behind the endpoint."
  value       = module.function.name
}
