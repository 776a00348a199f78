mock_provider "aws" {}

variables {
  environment_suffix      = "test"
  replication_lag_seconds = 45
  regions = {
    us-east-1 = {
      cluster_id             = "aurora-us-east-1-test"
      writer_health_check_id = "00000000-0000-0000-0000-00000000000e"
      dead_letter_queue      = "sqs-events-dead-test"
      health_function        = "lambda-health-us-east-1-test"
    }
    us-west-2 = {
      cluster_id             = "aurora-us-west-2-test"
      writer_health_check_id = "00000000-0000-0000-0000-00000000000f"
      dead_letter_queue      = "sqs-events-dead-test"
      health_function        = "lambda-health-us-west-2-test"
    }
  }
}

run "O4_S2_lag_of_both_regions_side_by_side_with_its_limit_in_milliseconds" {
  command = plan

  assert {
    condition = jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets[0].properties.metrics == [
      ["AWS/RDS", "AuroraGlobalDBRPOLag", "DBClusterIdentifier", "aurora-us-east-1-test", { label = "us-east-1", region = "us-east-1" }],
      ["AWS/RDS", "AuroraGlobalDBRPOLag", "DBClusterIdentifier", "aurora-us-west-2-test", { label = "us-west-2", region = "us-west-2" }],
    ]
    error_message = "Only the region that follows has data, and either can be it."
  }

  assert {
    condition     = jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets[0].properties.annotations.horizontal == [{ label = "limit", value = 45000 }]
    error_message = "The limit must be that of the environment, in the unit of the metric."
  }
}

run "H3_health_checks_are_read_where_route_53_reports_them" {
  command = plan

  assert {
    condition = [
      for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : [for metric in widget.properties.metrics : metric[4].region]
      if widget.properties.metrics[0][0] == "AWS/Route53"
    ] == [["us-east-1", "us-east-1"]]
    error_message = "Route 53 reports to us-east-1 whatever it checks."
  }
}

run "T2_T6_a_page_with_a_place_for_every_question" {
  command = plan

  assert {
    condition     = aws_cloudwatch_dashboard.this.dashboard_name == "dashboard-dr-test" && output.name == "dashboard-dr-test"
    error_message = "The dashboard must be named by T2."
  }

  assert {
    condition = length(jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets) == length(distinct([
      for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : [widget.x, widget.y]
    ]))
    error_message = "No widget may lie on another."
  }

  assert {
    condition = length(setsubtract(
      ["AuroraGlobalDBRPOLag", "Writable", "HealthCheckStatus", "DatabaseConnections", "ApproximateNumberOfMessagesVisible"],
      [for widget in jsondecode(aws_cloudwatch_dashboard.this.dashboard_body).widgets : widget.properties.metrics[0][1]]
    )) == 0
    error_message = "Lag, roles, health, load and events that nobody handled must be on the page."
  }
}

run "refuses_a_lag_above_the_objective_and_a_region_alone" {
  command = plan

  variables {
    replication_lag_seconds = 61
    regions = {
      us-east-1 = {
        cluster_id             = "aurora-us-east-1-test"
        writer_health_check_id = "00000000-0000-0000-0000-00000000000e"
        dead_letter_queue      = "sqs-events-dead-test"
        health_function        = "lambda-health-us-east-1-test"
      }
    }
  }

  expect_failures = [var.replication_lag_seconds, var.regions]
}
