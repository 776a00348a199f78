"""RestoreDBClusterToPointInTime and RestoreDBClusterFromSnapshot.

Follows API_RestoreDBClusterToPointInTime (one of RestoreToTime and UseLatestRestorableTime; ``InvalidRestoreFault``
outside the restorable window) and API_RestoreDBClusterFromSnapshot. As on AWS the new cluster has no instances, belongs to
no global cluster, and takes credentials, database and encryption from its source. MiniStack has neither action.
"""

import datetime

from ministack.services import rds

from . import events
from .actions import cluster_response, parameter, refuse, succeeded, wrap
from .state import refresh

INHERITED = (
    "MasterUsername", "_MasterUserPassword", "DatabaseName", "StorageEncrypted", "KmsKeyId", "BackupRetentionPeriod",
    "PreferredBackupWindow", "PreferredMaintenanceWindow", "StorageType", "DBSubnetGroup", "VpcSecurityGroups",
)  # fmt: skip


def install(plane):
    wrap("RestoreDBClusterToPointInTime", lambda _, params: _to_point_in_time(plane, params))
    wrap("RestoreDBClusterFromSnapshot", lambda _, params: _from_snapshot(plane, params))
    _remember_credentials()


def _to_point_in_time(plane, params):
    refresh(plane)
    source_id = parameter(params, "SourceDBClusterIdentifier")
    source = rds._resolve_cluster_in_request_region(source_id)
    if source is None:
        return refuse("DBClusterNotFoundFault", f"DBCluster {source_id} not found.", 404)
    latest = parameter(params, "UseLatestRestorableTime") == "true"
    moment = parameter(params, "RestoreToTime")
    if latest == bool(moment):
        return refuse("InvalidParameterCombination", "Specify one of RestoreToTime and UseLatestRestorableTime.")
    if moment and not _time(source["EarliestRestorableTime"]) <= _time(moment) <= _time(source["LatestRestorableTime"]):
        return refuse(
            "InvalidRestoreFault",
            f"Cannot restore {source_id} to {moment}: the restorable window is "
            f"{source['EarliestRestorableTime']} to {source['LatestRestorableTime']}.",
        )

    def carry_out(cluster_id, port):
        plane.call(
            "restoreToPointInTime",
            region=rds.get_region(),
            sourceClusterId=source["DBClusterIdentifier"],
            clusterId=cluster_id,
            port=port,
            restoreToTime=moment,
            useLatestRestorableTime=True if latest else None,
        )

    return _restore(plane, "RestoreDBClusterToPointInTime", params, source, carry_out)


def _from_snapshot(plane, params):
    snapshot_id = (parameter(params, "SnapshotIdentifier") or "").split(":")[-1]
    snapshot = rds._db_cluster_snapshots.get(snapshot_id)
    if snapshot is None:
        return refuse("DBClusterSnapshotNotFoundFault", f"DB cluster snapshot {snapshot_id} not found.", 404)

    def carry_out(cluster_id, port):
        plane.call("restoreFromSnapshot", region=rds.get_region(), snapshotId=snapshot_id, clusterId=cluster_id, port=port)

    return _restore(plane, "RestoreDBClusterFromSnapshot", params, snapshot, carry_out)


def _restore(plane, action, params, source, carry_out):
    cluster_id = parameter(params, "DBClusterIdentifier")
    asked = {**params, "Engine": [source["Engine"]], "EngineVersion": [source["EngineVersion"]]}
    asked.setdefault("Port", [str(source["Port"])])
    response = rds._create_db_cluster(asked)
    if not succeeded(response):
        return response
    cluster = rds._clusters[cluster_id]
    cluster.update({field: source[field] for field in INHERITED if field in source})
    for field in ("KmsKeyId", "StorageType"):
        cluster[field] = parameter(params, field) or cluster.get(field)
    cluster["DBSubnetGroup"] = parameter(params, "DBSubnetGroupName") or cluster["DBSubnetGroup"]
    groups = rds._parse_member_list(params, "VpcSecurityGroupIds")
    if groups:
        cluster["VpcSecurityGroups"] = [{"VpcSecurityGroupId": group, "Status": "active"} for group in groups]
    rds._sync_cluster_endpoints(cluster)
    if plane:
        try:
            carry_out(cluster_id, int(cluster["Port"]))
        except Exception:
            del rds._clusters[cluster_id]
            raise
        refresh(plane)
    else:
        events.record(cluster["DBClusterArn"], "DB cluster created.", "creation")
    return cluster_response(action, cluster)


def _remember_credentials():
    """A snapshot holds the database's roles: what is restored from it keeps the passwords of its moment."""
    original = rds._create_cluster_snapshot_internal

    def create(snapshot_id, cluster):
        snapshot = original(snapshot_id, cluster)
        for field in ("_MasterUserPassword", "DatabaseName", "StorageType", "BackupRetentionPeriod"):
            snapshot[field] = cluster.get(field)
        return snapshot

    rds._create_cluster_snapshot_internal = create


def _time(text):
    moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.timezone.utc)
