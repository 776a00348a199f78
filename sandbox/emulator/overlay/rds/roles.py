"""AddRoleToDBCluster and RemoveRoleFromDBCluster: the roles with which a cluster reaches other services.

Follows API_AddRoleToDBCluster, API_RemoveRoleFromDBCluster and API_DBClusterRole. One role for each feature name; the
errors are those of the reference.
"""

from ministack.services import rds

from .actions import parameter, refuse, wrap


def install():
    _add_to_cluster_xml()
    wrap("AddRoleToDBCluster", _add)
    wrap("RemoveRoleFromDBCluster", _remove)


def _add(_original, params):
    cluster, role, feature = _asked(params)
    if cluster is None:
        return refuse("DBClusterNotFoundFault", "DBCluster not found.", 404)
    roles = cluster.setdefault("AssociatedRoles", [])
    if any(known["FeatureName"] == feature for known in roles):
        return refuse("DBClusterRoleAlreadyExists", f"The cluster already has a role for {feature or 'no feature'}.")
    roles.append({"RoleArn": role, "FeatureName": feature, "Status": "ACTIVE"})
    return rds._xml(200, "AddRoleToDBClusterResponse", "")


def _remove(_original, params):
    cluster, role, feature = _asked(params)
    if cluster is None:
        return refuse("DBClusterNotFoundFault", "DBCluster not found.", 404)
    roles = cluster.get("AssociatedRoles", [])
    kept = [known for known in roles if (known["RoleArn"], known["FeatureName"]) != (role, feature)]
    if len(kept) == len(roles):
        return refuse("DBClusterRoleNotFound", f"The cluster has no role {role} for {feature or 'no feature'}.", 404)
    cluster["AssociatedRoles"] = kept
    return rds._xml(200, "RemoveRoleFromDBClusterResponse", "")


def _asked(params):
    cluster = rds._resolve_cluster_in_request_region(parameter(params, "DBClusterIdentifier"))
    return cluster, parameter(params, "RoleArn"), parameter(params, "FeatureName") or ""


def _add_to_cluster_xml():
    original = rds._cluster_xml

    def cluster_xml(cluster):
        fields = ("RoleArn", "FeatureName", "Status")
        roles = "".join(
            "<DBClusterRole>" + "".join(f"<{name}>{rds._esc(role[name])}</{name}>" for name in fields) + "</DBClusterRole>"
            for role in cluster.get("AssociatedRoles", [])
        )
        return original(cluster).replace("<AssociatedRoles/>", f"<AssociatedRoles>{roles}</AssociatedRoles>")

    rds._cluster_xml = cluster_xml
