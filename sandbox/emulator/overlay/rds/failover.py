"""SwitchoverGlobalCluster, FailoverGlobalCluster and FailoverDBCluster.

Follows API_SwitchoverGlobalCluster, API_FailoverGlobalCluster, API_FailoverState and API_FailoverDBCluster, and
https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html for the region
rule: a switchover is called in the region of the current primary, a failover in the region of the target (the other may
be gone). The target is an ARN. Without AllowDataLoss, FailoverGlobalCluster is a switchover. MiniStack accepts any region.
"""

import copy

from ministack.services import rds

from . import events
from .actions import cluster_response, global_response, parameter, refuse, succeeded, wrap
from .names import identifier_of, region_of
from .state import refresh

SWITCHING = "switching-over"
FAILING = "failing-over"


def install(plane):
    wrap("SwitchoverGlobalCluster", lambda _, params: _change(plane, params, "SwitchoverGlobalCluster", False))
    wrap("FailoverGlobalCluster", lambda _, params: _failover_global(plane, params))
    wrap("FailoverDBCluster", lambda original, params: _failover_cluster(plane, original, params))


def _failover_global(plane, params):
    if parameter(params, "AllowDataLoss") and parameter(params, "Switchover"):
        return refuse("InvalidParameterCombination", "AllowDataLoss and Switchover cannot both be specified.")
    return _change(plane, params, "FailoverGlobalCluster", parameter(params, "AllowDataLoss") == "true")


def _change(plane, params, action, data_loss):
    refresh(plane)
    with rds._shared_container_lock:
        refusal = _refusal(params, data_loss)
        if refusal:
            return refusal
        cluster = rds._global_clusters[parameter(params, "GlobalClusterIdentifier")]
        source = next(m["DBClusterArn"] for m in cluster["GlobalClusterMembers"] if m["IsWriter"])
        target = parameter(params, "TargetDbClusterIdentifier")
        shown = copy.deepcopy(cluster)
        shown["Status"] = FAILING if data_loss else SWITCHING
        shown["FailoverState"] = {
            "Status": FAILING if data_loss else "pending",
            "FromDbClusterArn": source,
            "ToDbClusterArn": target,
            "IsDataLossAllowed": data_loss,
        }
        if plane is None:
            _swap_in_memory(cluster, source, target, data_loss)
    if plane:
        operation = "failoverGlobal" if data_loss else "switchoverGlobal"
        global_id = cluster["GlobalClusterIdentifier"]
        plane.call(operation, globalClusterId=global_id, region=region_of(target), clusterId=identifier_of(target))
    return global_response(action, shown)


def _swap_in_memory(cluster, source, target, data_loss):
    for member in cluster["GlobalClusterMembers"]:
        member["IsWriter"] = member["DBClusterArn"] == target
    if data_loss:
        events.record_failover(target)
    else:
        events.record_switchover(source, target)


def _refusal(params, data_loss):
    global_id = parameter(params, "GlobalClusterIdentifier")
    target = parameter(params, "TargetDbClusterIdentifier")
    cluster = rds._global_clusters.get(global_id or "")
    if cluster is None:
        return refuse("GlobalClusterNotFoundFault", f"Global cluster {global_id} not found.", 404)
    if not target or not rds._parse_rds_arn(target):
        return refuse(
            "InvalidParameterValue",
            "TargetDbClusterIdentifier must be the Amazon Resource Name (ARN) of the secondary cluster to promote.",
        )
    members = {m["DBClusterArn"]: m["IsWriter"] for m in cluster["GlobalClusterMembers"]}
    if target not in members:
        return refuse("DBClusterNotFoundFault", f"{target} is not a member of global cluster {global_id}.", 404)
    if members[target]:
        return refuse("InvalidDBClusterStateFault", f"{target} is already the primary of global cluster {global_id}.")
    if cluster["Status"] in (SWITCHING, FAILING):
        return refuse(
            "InvalidGlobalClusterStateFault",
            f"Global cluster {global_id} is in {cluster['Status']} state: wait until the operation has ended.",
        )
    writer = next((arn for arn, is_writer in members.items() if is_writer), None)
    if writer is None:
        return refuse("InvalidGlobalClusterStateFault", f"Global cluster {global_id} has no primary cluster.")
    region = region_of(target if data_loss else writer)
    if rds.get_region() != region:
        rule = "a failover (AllowDataLoss) is called in the Region of the target" if data_loss else (
            "a switchover is called in the Region of the current primary"
        )
        return refuse("InvalidGlobalClusterStateFault", f"Call this operation in {region}: {rule}.")
    return None


def _failover_cluster(plane, original, params):
    if plane is None:
        response = original(params)
        if succeeded(response):
            cluster = rds._resolve_cluster_in_request_region(parameter(params, "DBClusterIdentifier"))
            writer = next(m["DBInstanceIdentifier"] for m in cluster["DBClusterMembers"] if m["IsClusterWriter"])
            events.record(cluster["DBClusterArn"], f"Completed failover to DB instance: {writer}", "failover")
        return response
    cluster = rds._resolve_cluster_in_request_region(parameter(params, "DBClusterIdentifier"))
    if cluster is None:
        return original(params)
    plane.call(
        "failoverCluster",
        region=rds.get_region(),
        clusterId=cluster["DBClusterIdentifier"],
        targetInstanceId=parameter(params, "TargetDBInstanceIdentifier"),
    )
    refresh(plane)
    return cluster_response("FailoverDBCluster", cluster)
