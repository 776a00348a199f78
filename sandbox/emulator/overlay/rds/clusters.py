"""CreateDBCluster, ModifyDBCluster and DeleteDBCluster, carried out on the data plane.

Follows API_CreateDBCluster, API_ModifyDBCluster (MasterUserPassword) and API_DeleteDBCluster. A secondary cluster of a
global database names its source in ``ReplicationSourceIdentifier``, as API_DBCluster describes; it takes no
credentials of its own (``InvalidParameterCombination``).
"""

from ministack.services import rds

from .actions import cluster_response, parameter, refuse, succeeded, wrap
from .state import refresh


def install(plane):
    wrap("CreateDBCluster", lambda original, params: _create(plane, original, params))
    wrap("ModifyDBCluster", lambda original, params: _modify(plane, original, params))
    wrap("DeleteDBCluster", lambda original, params: _delete(plane, original, params))


def _create(plane, original, params):
    global_cluster = rds._global_clusters.get(parameter(params, "GlobalClusterIdentifier") or "")
    is_secondary = bool(global_cluster and global_cluster.get("GlobalClusterMembers"))
    if is_secondary and (parameter(params, "MasterUsername") or parameter(params, "MasterUserPassword")):
        return refuse(
            "InvalidParameterCombination",
            "Cannot specify user name/password for cross region replication cluster",
        )
    response = original(params)
    if not succeeded(response):
        return response
    cluster = rds._clusters[parameter(params, "DBClusterIdentifier")]
    if plane:
        try:
            plane.call(
                "createCluster",
                region=rds.get_region(),
                clusterId=cluster["DBClusterIdentifier"],
                port=int(cluster["Port"]),
                databaseName=cluster.get("DatabaseName"),
                masterUsername=None if is_secondary else cluster.get("MasterUsername"),
                masterPassword=None if is_secondary else cluster.get("_MasterUserPassword"),
                globalClusterId=cluster.get("GlobalClusterIdentifier"),
            )
        except Exception:
            _forget(cluster)
            raise
        refresh(plane)
    return cluster_response("CreateDBCluster", cluster)


def _forget(cluster):
    """Takes back what the emulator recorded: the servers were never made, so a retry must find nothing."""
    for global_cluster in rds._global_clusters.values():
        members = global_cluster.get("GlobalClusterMembers", [])
        global_cluster["GlobalClusterMembers"] = [m for m in members if m["DBClusterArn"] != cluster["DBClusterArn"]]
    del rds._clusters[cluster["DBClusterIdentifier"]]


def _modify(plane, original, params):
    response = original(params)
    password = parameter(params, "MasterUserPassword")
    if plane and password and succeeded(response):
        cluster = rds._resolve_cluster_in_request_region(parameter(params, "DBClusterIdentifier"))
        plane.call(
            "setMasterPassword",
            region=rds.get_region(),
            clusterId=cluster["DBClusterIdentifier"],
            password=password,
        )
    if not succeeded(response):
        return response
    return cluster_response("ModifyDBCluster", rds._resolve_cluster_in_request_region(parameter(params, "DBClusterIdentifier")))


def _delete(plane, original, params):
    cluster = rds._resolve_cluster_in_request_region(parameter(params, "DBClusterIdentifier"))
    response = original(params)
    if plane and cluster and succeeded(response):
        plane.call("deleteCluster", region=rds.get_region(), clusterId=cluster["DBClusterIdentifier"])
    return response
