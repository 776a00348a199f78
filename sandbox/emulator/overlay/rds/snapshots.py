"""CreateDBClusterSnapshot, DeleteDBClusterSnapshot, CopyDBClusterSnapshot and the final snapshot of DeleteDBCluster.

Follows API_CreateDBClusterSnapshot, API_DeleteDBClusterSnapshot, API_CopyDBClusterSnapshot (within a region) and
API_DeleteDBCluster (SkipFinalSnapshot, FinalDBSnapshotIdentifier).
"""

from ministack.services import rds

from .actions import parameter, refuse, succeeded, wrap


def install(plane):
    wrap("CreateDBClusterSnapshot", lambda original, params: _create(plane, original, params))
    wrap("DeleteDBClusterSnapshot", lambda original, params: _delete(plane, original, params))
    wrap("CopyDBClusterSnapshot", lambda _, params: _copy(plane, params))
    wrap("DeleteDBCluster", lambda original, params: _delete_cluster(plane, original, params))


def _create(plane, original, params):
    response = original(params)
    snapshot_id = parameter(params, "DBClusterSnapshotIdentifier")
    if plane and succeeded(response):
        snapshot = rds._db_cluster_snapshots[snapshot_id]
        try:
            _take(plane, snapshot["DBClusterIdentifier"], snapshot_id)
        except Exception:
            del rds._db_cluster_snapshots[snapshot_id]
            raise
    return response


def _take(plane, cluster_id, snapshot_id):
    plane.call("createSnapshot", region=rds.get_region(), clusterId=cluster_id, snapshotId=snapshot_id)


def _delete(plane, original, params):
    response = original(params)
    if plane and succeeded(response):
        # A copy shares the bytes of its source, which the data plane keeps under the source's name.
        plane.call(
            "deleteSnapshot",
            region=rds.get_region(),
            snapshotId=parameter(params, "DBClusterSnapshotIdentifier"),
        )
    return response


def _copy(plane, params):
    source_id = (parameter(params, "SourceDBClusterSnapshotIdentifier") or "").split(":")[-1]
    target_id = parameter(params, "TargetDBClusterSnapshotIdentifier")
    source = rds._db_cluster_snapshots.get(source_id)
    if source is None:
        return refuse("DBClusterSnapshotNotFoundFault", f"DB cluster snapshot {source_id} not found.", 404)
    if plane:
        return refuse("InvalidParameterCombination", "The sandbox cannot copy snapshots of real servers; take another one.")
    if target_id in rds._db_cluster_snapshots:
        return refuse("DBClusterSnapshotAlreadyExistsFault", f"DB cluster snapshot {target_id} already exists.")
    scope = f"arn:aws:rds:{rds.get_region()}:{rds.get_account_id()}:cluster-snapshot:"
    copied = {**source, "DBClusterSnapshotIdentifier": target_id, "DBClusterSnapshotArn": scope + target_id}
    rds._db_cluster_snapshots[target_id] = copied
    body = f"<DBClusterSnapshot>{rds._cluster_snapshot_xml(copied)}</DBClusterSnapshot>"
    return rds._xml(200, "CopyDBClusterSnapshotResponse", f"<CopyDBClusterSnapshotResult>{body}</CopyDBClusterSnapshotResult>")


def _delete_cluster(plane, original, params):
    skip = parameter(params, "SkipFinalSnapshot") == "true"
    final_id = parameter(params, "FinalDBSnapshotIdentifier")
    if not skip and not final_id:
        return refuse("InvalidParameterCombination", "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.")
    cluster = rds._resolve_cluster_in_request_region(parameter(params, "DBClusterIdentifier"))
    deletable = cluster and not (cluster["DeletionProtection"] or cluster.get("GlobalClusterIdentifier"))
    if skip or not deletable or cluster["DBClusterMembers"]:
        return original(params)
    if final_id in rds._db_cluster_snapshots:
        return refuse("DBClusterSnapshotAlreadyExistsFault", f"DB cluster snapshot {final_id} already exists.")
    # Before the deletion: afterwards there is nothing to take it from.
    if plane:
        _take(plane, cluster["DBClusterIdentifier"], final_id)
    rds._create_cluster_snapshot_internal(final_id, cluster)
    return original(params)
