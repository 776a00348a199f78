"""The resources of a call, where MiniStack knows one of them or none."""

import json

# Query parameter → type of the ARN. One call can name several, and AWS checks each of them.
_RDS = {
    "DBClusterIdentifier": "cluster",
    "SourceDBClusterIdentifier": "cluster",
    "DBInstanceIdentifier": "db",
    "DBSubnetGroupName": "subgrp",
    "DBClusterParameterGroupName": "cluster-pg",
    "DBParameterGroupName": "pg",
    "SubscriptionName": "es",
    "DBClusterSnapshotIdentifier": "cluster-snapshot",
    "SourceDBClusterSnapshotIdentifier": "cluster-snapshot",
    "TargetDBClusterSnapshotIdentifier": "cluster-snapshot",
    "SnapshotIdentifier": "cluster-snapshot",
}
_RDS_ARNS = ("ResourceName", "TargetDbClusterIdentifier", "DbClusterIdentifier")


def named_by(service, method, path, body, query_params, region, account):
    """Every ARN that the call names, None where MiniStack's own guess is right."""
    place = f"{region}:{account}"
    parts = [part for part in path.split("/") if part]
    if service == "rds":
        return _rds(query_params, place, account)
    if service == "ec2":
        return _ec2(query_params, place)
    if service == "kms":
        return _kms(json_of(body), place)
    if service == "monitoring":
        return _cloudwatch(query_params, place, account)
    if service == "sns" and (arn := text(query_params, "ResourceArn")):
        return (arn,)
    if service == "dynamodb" and (arn := json_of(body).get("ResourceArn")):
        return (arn,)
    if service == "route53":
        return _route53(parts)
    # On the default event bus, the only one that is used here, the ARN of a rule does not name the bus.
    if service == "events" and (rule := json_of(body).get("Rule") or json_of(body).get("Name")):
        return (f"arn:aws:events:{place}:rule/{rule}",)
    if service == "events" and (arn := json_of(body).get("ResourceARN")):
        return (arn,)
    if service == "lambda" and method == "POST" and parts[1:] == ["functions"]:
        return (f"arn:aws:lambda:{place}:function:{json_of(body).get('FunctionName')}",)
    return None


def _route53(parts):
    """``/2013-04-01/healthcheck/ID``, and ``/2013-04-01/tags/healthcheck/ID``."""
    for kind in ("healthcheck", "change"):
        if kind in parts[1:-1]:
            return (f"arn:aws:route53:::{kind}/{parts[parts.index(kind) + 1]}",)
    return None


def _rds(parameters, place, account):
    named = []
    for parameter, kind in _RDS.items():
        if name := text(parameters, parameter):
            named.append(name if name.startswith("arn:") else f"arn:aws:rds:{place}:{kind}:{name}")
    if name := text(parameters, "GlobalClusterIdentifier"):
        named.append(f"arn:aws:rds::{account}:global-cluster:{name}")
    named += [arn for parameter in _RDS_ARNS if (arn := text(parameters, parameter)).startswith("arn:")]
    return tuple(dict.fromkeys(named)) or ("*",)


def _ec2(parameters, place):
    """What is being made has no id yet; the policy meets it under a made-up one."""
    action = text(parameters, "Action")
    if action == "CreateSecurityGroup":
        return (f"arn:aws:ec2:{place}:vpc/{text(parameters, 'VpcId')}", f"arn:aws:ec2:{place}:security-group/new")
    if action.startswith("AuthorizeSecurityGroup"):
        group = f"arn:aws:ec2:{place}:security-group/{text(parameters, 'GroupId')}"
        return (group, f"arn:aws:ec2:{place}:security-group-rule/new")
    return None


def _kms(data, place):
    alias, key = data.get("AliasName"), data.get("TargetKeyId")
    if alias is None:
        return _kms_key_behind(data.get("KeyId", ""), place)
    arn = f"arn:aws:kms:{place}:{alias}"
    named = [arn]
    # Taking an alias away names no key, but AWS asks for a permission for that too.
    key = key or _key_of(arn)
    if key:
        named.append(key if key.startswith("arn:") else f"arn:aws:kms:{place}:key/{key}")
    return tuple(named)


def _kms_key_behind(name, place):
    """A key that is used by an alias is what a policy names; only calls about the alias itself are allowed on that."""
    if not name.rsplit(":", 1)[-1].startswith("alias/"):
        return None
    key = _key_of(name if name.startswith("arn:") else f"arn:aws:kms:{place}:{name}")
    return (f"arn:aws:kms:{place}:key/{key}",) if key else None


def _key_of(alias_arn):
    from ministack.services import kms

    return kms._aliases.get(alias_arn)


def _cloudwatch(parameters, place, account):
    alarms = [text(parameters, name) for name in parameters if name.startswith("AlarmNames.")]
    if alarms:
        return tuple(f"arn:aws:cloudwatch:{place}:alarm:{name}" for name in alarms)
    dashboards = [text(parameters, name) for name in parameters if name.startswith("DashboardName")]
    if dashboards:
        return tuple(f"arn:aws:cloudwatch::{account}:dashboard/{name}" for name in dashboards)
    return (arn,) if (arn := text(parameters, "ResourceARN")) else None


def text(parameters, name):
    """The value of a query parameter, empty when it is not there."""
    value = parameters.get(name, "")
    return value[0] if isinstance(value, list) else value


def json_of(body):
    """The object in the body, empty when there is none."""
    return json.loads(body) if body[:1] == b"{" else {}
