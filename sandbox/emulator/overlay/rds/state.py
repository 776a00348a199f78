"""Describe answers that show what the real PostgreSQL servers are doing.

Follows API_DescribeDBClusters, API_DescribeDBInstances, API_DescribeGlobalClusters (filter ``db-cluster-id``) and
API_DescribeEvents. Statuses, roles, endpoints, failover state, restorable times and events come from the data plane at
every Describe; nothing is remembered here that the servers could contradict.
"""

import datetime
import time

from ministack.services import rds

from . import events
from .actions import parameter, wrap
from .names import identifier_of

READS = (
    "DescribeDBClusters", "DescribeDBInstances", "DescribeDBClusterSnapshots", "DescribeGlobalClusters", "DescribeEvents",
)  # fmt: skip
# They judge by status and role: MiniStack's own checks must see the present ones.
DECISIONS = ("FailoverDBCluster", "DeleteDBInstance", "DeleteDBCluster", "CreateDBClusterSnapshot")


def install(plane):
    wrap("DescribeGlobalClusters", _describe_global_clusters)
    for action in (*READS, *DECISIONS):
        wrap(action, lambda original, params: _refreshed(plane, original, params))


def _refreshed(plane, original, params):
    refresh(plane)
    return original(params)


def refresh(plane):
    """Brings the emulator's records up to date; without a data plane only the clock moves."""
    with rds._shared_container_lock:
        if plane is None:
            for cluster in rds._clusters.values():
                cluster["LatestRestorableTime"] = rds._format_time(time.time())
            return
    state = plane.state()
    with rds._shared_container_lock:
        for reported in state["clusters"]:
            _refresh_cluster(reported)
        for reported in state["globals"]:
            _refresh_global(reported)
        for snapshot in state.get("snapshots", []):
            _refresh_snapshot(snapshot)
        for event in state.get("events", []):
            _record_event(event)


def _refresh_cluster(reported):
    scope = (rds.get_account_id(), reported["region"])
    cluster = rds._clusters.get_scoped(*scope, reported["clusterId"])
    if cluster is None:
        return
    cluster["Status"] = reported["status"]
    cluster["Endpoint"] = reported["endpoint"]
    cluster["ReaderEndpoint"] = reported["readerEndpoint"]
    for field, name in (("EarliestRestorableTime", "earliestRestorableTime"), ("LatestRestorableTime", "latestRestorableTime")):
        if reported.get(name):
            cluster[field] = reported[name]
    roles = {instance["instanceId"]: instance for instance in reported["instances"]}
    for member in cluster.get("DBClusterMembers", []):
        if member["DBInstanceIdentifier"] in roles:
            member["IsClusterWriter"] = roles[member["DBInstanceIdentifier"]]["isWriter"]
    for instance_id, real in roles.items():
        instance = rds._instances.get_scoped(*scope, instance_id)
        if instance is None:
            continue
        instance["DBInstanceStatus"] = real["status"]
        instance["Endpoint"]["Address"] = real["endpoint"]
        if real.get("availabilityZone"):
            instance["AvailabilityZone"] = real["availabilityZone"]


def _refresh_snapshot(reported):
    snapshot = rds._db_cluster_snapshots.get_scoped(rds.get_account_id(), reported["region"], reported["snapshotId"])
    if snapshot is not None:
        snapshot["Status"] = reported["status"]
        snapshot["PercentProgress"] = 100 if reported["status"] == "available" else 0


def _refresh_global(reported):
    cluster = rds._global_clusters.get(reported["globalClusterId"])
    if cluster is None:
        return
    cluster["Status"] = reported["status"]
    cluster["FailoverState"] = _failover_state(reported.get("failoverState"))
    writers = {_arn(member) for member in reported["members"] if member["isWriter"]}
    for member in cluster.get("GlobalClusterMembers", []):
        member["IsWriter"] = member["DBClusterArn"] in writers


def _failover_state(reported):
    if not reported:
        return None
    return {
        "Status": reported["status"],
        "FromDbClusterArn": _arn(reported["from"]),
        "ToDbClusterArn": _arn(reported["to"]),
        "IsDataLossAllowed": reported["isDataLossAllowed"],
    }


def _arn(member):
    return f"arn:aws:rds:{member['region']}:{rds.get_account_id()}:cluster:{member['clusterId']}"


def _record_event(event):
    key = f"{event['time']}/{event['sourceId']}/{event['message']}"
    resource = {"db-cluster": "cluster", "db-instance": "db"}.get(event["sourceType"], event["sourceType"])
    region = event["region"]
    events.keep(
        region,
        key,
        {
            "SourceIdentifier": event["sourceId"],
            "SourceType": event["sourceType"],
            "SourceArn": f"arn:aws:rds:{region}:{rds.get_account_id()}:{resource}:{event['sourceId']}",
            "Message": event["message"],
            "Date": datetime.datetime.fromisoformat(event["time"].replace("Z", "+00:00")).timestamp(),
            "EventCategories": event["categories"],
        },
    )


def _describe_global_clusters(original, params):
    """MiniStack ignores the filter, so a cluster that has left is still answered and a client waits for ever."""
    wanted = rds._parse_filters(params).get("db-cluster-id")
    if not wanted or parameter(params, "GlobalClusterIdentifier"):
        return original(params)

    def holds(cluster):
        arns = [member["DBClusterArn"] for member in cluster.get("GlobalClusterMembers", [])]
        return any(arn in wanted or identifier_of(arn) in wanted for arn in arns)

    found = "".join(
        f"<GlobalClusterMember>{rds._global_cluster_xml(cluster)}</GlobalClusterMember>"
        for cluster in rds._global_clusters.values()
        if holds(cluster)
    )
    body = f"<DescribeGlobalClustersResult><GlobalClusters>{found}</GlobalClusters></DescribeGlobalClustersResult>"
    return rds._xml(200, "DescribeGlobalClustersResponse", body)
