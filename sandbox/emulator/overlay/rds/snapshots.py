"""CreateDBClusterSnapshot, DeleteDBClusterSnapshot, CopyDBClusterSnapshot and the final snapshot of DeleteDBCluster.

Follows API_CreateDBClusterSnapshot, API_DeleteDBClusterSnapshot, API_CopyDBClusterSnapshot (called in the region of the copy;
an encrypted snapshot of another region needs a key of this one) and API_DeleteDBCluster (SkipFinalSnapshot,
FinalDBSnapshotIdentifier). A snapshot is ``creating`` until the data plane has taken it.
"""

from ministack.services import rds

from .actions import parameter, refuse, succeeded, wrap
from .names import region_of


def install(plane):
    wrap("CreateDBClusterSnapshot", lambda original, params: _create(plane, original, params))
    wrap("DeleteDBClusterSnapshot", lambda original, params: _delete(plane, original, params))
    wrap("CopyDBClusterSnapshot", lambda _, params: _copy(plane, params))
    wrap("DeleteDBCluster", lambda original, params: _delete_cluster(plane, original, params))


def _create(plane, original, params):
    response = original(params)
    if plane and succeeded(response):
        snapshot_id = parameter(params, "DBClusterSnapshotIdentifier")
        snapshot = rds._db_cluster_snapshots[snapshot_id]
        try:
            _take(plane, snapshot["DBClusterIdentifier"], snapshot_id)
        except Exception:
            del rds._db_cluster_snapshots[snapshot_id]
            raise
        snapshot["Status"] = "creating"
        return _response("CreateDBClusterSnapshot", snapshot)
    return response


def _response(action, snapshot):
    body = f"<DBClusterSnapshot>{rds._cluster_snapshot_xml(snapshot)}</DBClusterSnapshot>"
    return rds._xml(200, f"{action}Response", f"<{action}Result>{body}</{action}Result>")


def _take(plane, cluster_id, snapshot_id):
    plane.call("createSnapshot", region=rds.get_region(), clusterId=cluster_id, snapshotId=snapshot_id)


def _delete(plane, original, params):
    response = original(params)
    if plane and succeeded(response):
        plane.call(
            "deleteSnapshot",
            region=rds.get_region(),
            snapshotId=parameter(params, "DBClusterSnapshotIdentifier"),
        )
    return response


def _copy(plane, params):
    named = parameter(params, "SourceDBClusterSnapshotIdentifier") or ""
    # The name of a snapshot that Aurora takes by itself holds a colon.
    source_id = named.split(":cluster-snapshot:")[-1]
    source_region = region_of(named) if named.startswith("arn:") else rds.get_region()
    target_id = parameter(params, "TargetDBClusterSnapshotIdentifier")
    source = rds._db_cluster_snapshots.get_scoped(rds.get_account_id(), source_region, source_id)
    if source is None:
        return refuse("DBClusterSnapshotNotFoundFault", f"DB cluster snapshot {source_id} not found.", 404)
    if target_id in rds._db_cluster_snapshots:
        return refuse("DBClusterSnapshotAlreadyExistsFault", f"DB cluster snapshot {target_id} already exists.")
    key = parameter(params, "KmsKeyId")
    crosses = source_region != rds.get_region()
    if crosses and source["StorageEncrypted"] and not (key and f":{rds.get_region()}:" in key):
        return refuse("KMSKeyNotAccessibleFault", "An encrypted snapshot of another region is copied with a key of this region.")
    if plane:
        plane.call(
            "copySnapshot",
            region=rds.get_region(),
            snapshotId=target_id,
            sourceRegion=source_region,
            sourceSnapshotId=source_id,
        )
    scope = f"arn:aws:rds:{rds.get_region()}:{rds.get_account_id()}:cluster-snapshot:"
    copied = {
        **source,
        "DBClusterSnapshotIdentifier": target_id,
        "DBClusterSnapshotArn": scope + target_id,
        "KmsKeyId": key or source["KmsKeyId"],
        "Status": "copying" if plane else "available",
        "TagList": rds._parse_tags(params),
    }
    rds._db_cluster_snapshots[target_id] = copied
    rds._tags[copied["DBClusterSnapshotArn"]] = copied["TagList"]
    return _response("CopyDBClusterSnapshot", copied)


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
