"""CreateGlobalCluster and RemoveFromGlobalCluster.

Follows API_CreateGlobalCluster (SourceDBClusterIdentifier) and API_RemoveFromGlobalCluster, and, for the order of
removal, https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-detaching.html: the primary
leaves last. A cluster that is not (or no longer) a member is ``InvalidParameterValue`` "is not found in global cluster";
MiniStack answers another code, which Terraform's clean-up takes for a real failure.
"""

from ministack.services import rds

from .actions import global_response, parameter, refuse, succeeded, wrap
from .names import identifier_of, region_of
from .state import refresh


def install(plane):
    wrap("CreateGlobalCluster", lambda original, params: _create(plane, original, params))
    wrap("RemoveFromGlobalCluster", lambda original, params: _remove(plane, original, params))
    _show_replication_source()


def _create(plane, original, params):
    response = original(params)
    if not succeeded(response):
        return response
    cluster = rds._global_clusters[parameter(params, "GlobalClusterIdentifier")]
    for member in cluster["GlobalClusterMembers"]:
        source = rds._resolve_cluster(member["DBClusterArn"])
        cluster["DatabaseName"] = source.get("DatabaseName") or ""
        cluster["StorageEncrypted"] = source["StorageEncrypted"]
        if plane:
            _tell(plane, "attachToGlobal", cluster["GlobalClusterIdentifier"], member["DBClusterArn"])
    return global_response("CreateGlobalCluster", cluster)


def _remove(plane, original, params):
    global_id = parameter(params, "GlobalClusterIdentifier")
    cluster = rds._global_clusters.get(global_id or "")
    if cluster is None:
        return original(params)
    refresh(plane)
    wanted = parameter(params, "DbClusterIdentifier") or ""
    members = cluster["GlobalClusterMembers"]
    member = next((m for m in members if m["DBClusterArn"] == wanted), None)
    if member is None:
        return refuse("InvalidParameterValue", f"Cluster {wanted} is not found in global cluster {global_id}")
    if member["IsWriter"] and len(members) > 1:
        return refuse(
            "InvalidGlobalClusterStateFault",
            f"Cannot remove the primary cluster {identifier_of(wanted)} from global cluster {global_id} while it has "
            "secondary clusters: remove those first, or switch the writer over.",
        )
    if plane:
        _tell(plane, "removeFromGlobal", global_id, wanted)
    response = original(params)
    refresh(plane)
    return response


def _tell(plane, operation, global_id, arn):
    plane.call(operation, globalClusterId=global_id, region=region_of(arn), clusterId=identifier_of(arn))


def _show_replication_source():
    """A secondary names the writer's ARN as its source (API_DBCluster, ReplicationSourceIdentifier)."""
    original = rds._cluster_xml

    def cluster_xml(cluster):
        global_cluster = rds._global_clusters.get(cluster.get("GlobalClusterIdentifier") or "")
        members = (global_cluster or {}).get("GlobalClusterMembers", [])
        writer = next((m["DBClusterArn"] for m in members if m["IsWriter"]), None)
        if writer is None or writer == cluster["DBClusterArn"]:
            return original(cluster)
        return original(cluster) + f"<ReplicationSourceIdentifier>{writer}</ReplicationSourceIdentifier>"

    rds._cluster_xml = cluster_xml
