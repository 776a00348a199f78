"""Permissions that AWS asks for beside that of the call: to hand a role to a service, and to tag what is being made."""

import re

from .resources import json_of, text

# Action → parameter that holds the role's ARN, and the service that gets it.
_ROLES = {
    "rds:AddRoleToDBCluster": ("RoleArn", "rds.amazonaws.com"),
    "rds:CreateDBInstance": ("MonitoringRoleArn", "monitoring.rds.amazonaws.com"),
    "rds:ModifyDBInstance": ("MonitoringRoleArn", "monitoring.rds.amazonaws.com"),
    "lambda:CreateFunction": ("Role", "lambda.amazonaws.com"),
    "lambda:UpdateFunctionConfiguration": ("Role", "lambda.amazonaws.com"),
    "s3:PutReplicationConfiguration": ("Role", "s3.amazonaws.com"),
}

# What it takes to make something with tags.
_TAGGING = {
    "cloudwatch": "cloudwatch:TagResource",
    "dynamodb": "dynamodb:TagResource",
    "ec2": "ec2:CreateTags",
    "events": "events:TagResource",
    "iam": "iam:TagRole",
    "kms": "kms:TagResource",
    "lambda": "lambda:TagResource",
    "logs": "logs:TagResource",
    "rds": "rds:AddTagsToResource",
    "secretsmanager": "secretsmanager:TagResource",
    "sns": "sns:TagResource",
    "sqs": "sqs:TagQueue",
}
_MAKES = re.compile(r":(Create|Copy|Authorize|PutMetricAlarm|PutRule|Restore)")


def of(action, named, context, body, query_params, place):
    """Yields action, resource and condition keys of every further permission; ``place`` is region and account, as in an ARN."""
    if action in _ROLES:
        parameter, service = _ROLES[action]
        if role := _role(parameter, body, query_params):
            yield "iam:PassRole", role, {"iam:PassedToService": service}
    namespace, name = action.split(":")
    if context.get("aws:TagKeys") and namespace in _TAGGING and _MAKES.search(action):
        extra = {"ec2:CreateAction": name} if namespace == "ec2" else {}
        yield _TAGGING[namespace], _made(namespace, name, named, place), {**context, **extra}


def _made(namespace, name, named, place):
    """The one of the named resources that is being made, and gets the tags."""
    if namespace == "kms":
        # A key that is being made has no id yet.
        return f"arn:aws:kms:{place}:key/new"
    if name == "CreateDBInstance":
        return next(arn for arn in named if ":db:" in arn)
    if name.endswith("DBClusterSnapshot"):
        # The copy is named after what it is copied from.
        return [arn for arn in named if ":cluster-snapshot:" in arn][-1]
    return next((arn for arn in named if arn.endswith("/new")), named[0])


def _role(parameter, body, query_params):
    if found := text(query_params, parameter) or json_of(body).get(parameter):
        return found
    element = re.search(rf"<{parameter}>([^<]+)</{parameter}>".encode(), body)
    return element.group(1).decode() if element else None
