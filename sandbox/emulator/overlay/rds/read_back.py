"""Attributes that are accepted at create or modify and must come back from Describe.

Follows API_DBCluster, API_DBInstance, API_GlobalCluster and API_GlobalClusterMember. Without them every second plan
wants to change what the first apply has just set.
"""

from ministack.services import rds

from .actions import parameter, succeeded, wrap
from .names import global_endpoint

LOG_TYPES = ("EnabledCloudwatchLogsExports", "EnableCloudwatchLogsExports")


def install():
    _add_to_cluster_xml()
    _add_to_instance_xml()
    _add_to_global_xml()
    wrap("CreateDBCluster", _create_cluster)
    wrap("ModifyDBCluster", _modify_cluster)
    wrap("CreateDBInstance", _create_instance)
    wrap("ModifyDBInstance", _modify_instance)


def _list(tag, values):
    return f"<{tag}>" + "".join(f"<member>{rds._esc(value)}</member>" for value in values) + f"</{tag}>"


def _add_to_cluster_xml():
    original = rds._cluster_xml

    def cluster_xml(cluster):
        storage = cluster.get("StorageType")
        extra = _list("EnabledCloudwatchLogsExports", cluster.get("EnabledCloudwatchLogsExports", []))
        if cluster.get("ReplicationSourceIdentifier"):
            source = rds._esc(cluster["ReplicationSourceIdentifier"])
            extra += f"<ReplicationSourceIdentifier>{source}</ReplicationSourceIdentifier>"
        if storage:
            extra += f"<StorageType>{rds._esc(storage)}</StorageType>"
        return original(cluster) + extra

    rds._cluster_xml = cluster_xml


def _add_to_instance_xml():
    original = rds._instance_xml

    def instance_xml(instance):
        xml = original(instance)
        if not instance.get("DBClusterIdentifier"):
            return xml
        key = instance.get("PerformanceInsightsKMSKeyId")
        if key:
            xml += f"<PerformanceInsightsKMSKeyId>{rds._esc(key)}</PerformanceInsightsKMSKeyId>"
        if instance.get("MonitoringInterval"):
            group = f"arn:aws:logs:{rds.get_region()}:{rds.get_account_id()}:log-group:RDSOSMetrics:log-stream:"
            xml = xml.replace(
                "<EnhancedMonitoringResourceArn></EnhancedMonitoringResourceArn>",
                f"<EnhancedMonitoringResourceArn>{group}{instance['DbiResourceId']}</EnhancedMonitoringResourceArn>",
            )
        return xml

    rds._instance_xml = instance_xml


def _add_to_global_xml():
    original = rds._global_cluster_xml

    def global_xml(cluster):
        identifier = rds._esc(cluster["GlobalClusterIdentifier"])
        return original(cluster) + f"<Endpoint>{global_endpoint(identifier)}</Endpoint>"

    rds._global_cluster_xml = global_xml


def _create_cluster(original, params):
    response = original(params)
    cluster = rds._clusters.get(parameter(params, "DBClusterIdentifier"))
    if not succeeded(response) or not cluster:
        return response
    cluster["EnabledCloudwatchLogsExports"] = rds._parse_member_list(params, "EnableCloudwatchLogsExports")
    cluster["StorageType"] = parameter(params, "StorageType") or ""
    # Members of a cluster are told apart from stand-alone instances by this; the names are fixed from the start.
    rds._sync_cluster_endpoints(cluster)
    return response


def _modify_cluster(original, params):
    response = original(params)
    cluster = rds._resolve_cluster_in_request_region(parameter(params, "DBClusterIdentifier"))
    if not succeeded(response) or not cluster:
        return response
    prefix = "CloudwatchLogsExportConfiguration."
    exported = [
        *cluster.get("EnabledCloudwatchLogsExports", []),
        *rds._parse_member_list(params, prefix + "EnableLogTypes"),
    ]
    dropped = rds._parse_member_list(params, prefix + "DisableLogTypes")
    cluster["EnabledCloudwatchLogsExports"] = [name for name in dict.fromkeys(exported) if name not in dropped]
    if parameter(params, "StorageType"):
        cluster["StorageType"] = parameter(params, "StorageType")
    return response


def _create_instance(original, params):
    response = original(params)
    instance = rds._instances.get(parameter(params, "DBInstanceIdentifier"))
    if not succeeded(response) or not instance:
        return response
    _read_instance_settings(instance, params)
    cluster = rds._clusters.get(instance.get("DBClusterIdentifier") or "")
    if cluster:
        # A member's storage is the cluster's.
        for field in ("StorageEncrypted", "KmsKeyId", "BackupRetentionPeriod", "PreferredBackupWindow"):
            instance[field] = cluster[field]
        instance["StorageType"] = cluster.get("StorageType") or "aurora"
        instance["IAMDatabaseAuthenticationEnabled"] = cluster["IAMDatabaseAuthenticationEnabled"]
        rds._attach_instance_to_shared_cluster(instance, cluster)
    return response


def _modify_instance(original, params):
    response = original(params)
    instance = rds._resolve_instance(parameter(params, "DBInstanceIdentifier"))
    if succeeded(response) and instance:
        _read_instance_settings(instance, params)
        for group in instance.get("DBParameterGroups", []):
            group["ParameterApplyStatus"] = "in-sync"
    return response


def _read_instance_settings(instance, params):
    enabled = parameter(params, "EnablePerformanceInsights")
    if enabled:
        instance["PerformanceInsightsEnabled"] = enabled == "true"
    for field in ("PerformanceInsightsKMSKeyId", "CACertificateIdentifier", "PreferredMaintenanceWindow"):
        if parameter(params, field):
            instance[field] = parameter(params, field)
    for field in ("PerformanceInsightsRetentionPeriod", "PromotionTier", "MonitoringInterval"):
        if parameter(params, field) is not None:
            instance[field] = int(parameter(params, field))
    if parameter(params, "AutoMinorVersionUpgrade"):
        instance["AutoMinorVersionUpgrade"] = parameter(params, "AutoMinorVersionUpgrade") == "true"
