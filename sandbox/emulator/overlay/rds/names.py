"""Endpoint names that never change.

Follows https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.Endpoints.html (the forms of cluster,
reader, instance and global writer endpoints) and API_GlobalCluster (``Endpoint``). MiniStack invents a suffix for each
cluster and copies a container's address over it when an instance joins: a client that remembered the name would lose it.
"""

from ministack.services import rds

# Fixed, so that the names in state, DNS and certificates are the same in every run.
ACCOUNT_HASH = "sandbox00000"


def cluster_endpoint(cluster_id, region):
    """The writer endpoint of a cluster."""
    return f"{cluster_id}.cluster-{ACCOUNT_HASH}.{region}.rds.amazonaws.com"


def reader_endpoint(cluster_id, region):
    """The reader endpoint of a cluster."""
    return f"{cluster_id}.cluster-ro-{ACCOUNT_HASH}.{region}.rds.amazonaws.com"


def instance_endpoint(instance_id, region):
    """The endpoint of one instance."""
    return f"{instance_id}.{ACCOUNT_HASH}.{region}.rds.amazonaws.com"


def global_endpoint(global_cluster_id):
    """The global writer endpoint: it has no region."""
    return f"{global_cluster_id}.global-{ACCOUNT_HASH}.global.rds.amazonaws.com"


def region_of(arn):
    """The region in an ARN."""
    return arn.split(":")[3]


def identifier_of(arn):
    """The resource identifier at the end of an RDS ARN."""
    return arn.split(":")[-1]


def install():
    def sync_cluster_endpoints(cluster):
        region = region_of(cluster["DBClusterArn"])
        cluster["Endpoint"] = cluster_endpoint(cluster["DBClusterIdentifier"], region)
        cluster["ReaderEndpoint"] = reader_endpoint(cluster["DBClusterIdentifier"], region)

    def attach_instance(instance, cluster):
        instance["Endpoint"] = {
            "Address": instance_endpoint(instance["DBInstanceIdentifier"], region_of(instance["DBInstanceArn"])),
            "Port": int(cluster["Port"]),
            "HostedZoneId": "Z2R2ITUGPM61AM",
        }
        instance["_shared_cluster_id"] = cluster["DBClusterIdentifier"]

    rds._sync_cluster_endpoints = sync_cluster_endpoints
    rds._attach_instance_to_shared_cluster = attach_instance
