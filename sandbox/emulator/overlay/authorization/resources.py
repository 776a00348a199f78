"""The resources of a call, where MiniStack knows one of them or none."""

# Query parameter → type of the ARN. One call can name several, and AWS checks each of them.
_RDS = {
    "DBClusterIdentifier": "cluster",
    "SourceDBClusterIdentifier": "cluster",
    "DBInstanceIdentifier": "db",
    "DBSubnetGroupName": "subgrp",
    "DBClusterParameterGroupName": "cluster-pg",
    "DBParameterGroupName": "pg",
    "SubscriptionName": "es",
}
_RDS_ARNS = ("ResourceName", "TargetDbClusterIdentifier", "DbClusterIdentifier")


def named_by(service, method, path, headers, body, query_params, region, account):
    """Every ARN that the call names, ``("*",)`` when its action knows no resources, None where MiniStack's own guess is right."""
    if service == "rds":
        return _rds(query_params, region, account)
    return None


def _rds(parameters, region, account):
    named = []
    for parameter, kind in _RDS.items():
        name = _text(parameters, parameter)
        if name:
            named.append(name if name.startswith("arn:") else f"arn:aws:rds:{region}:{account}:{kind}:{name}")
    if name := _text(parameters, "GlobalClusterIdentifier"):
        named.append(f"arn:aws:rds::{account}:global-cluster:{name}")
    named += [arn for parameter in _RDS_ARNS if (arn := _text(parameters, parameter)).startswith("arn:")]
    return tuple(dict.fromkeys(named)) or ("*",)


def _text(parameters, name):
    value = parameters.get(name, "")
    return value[0] if isinstance(value, list) else value
