"""CreateDBInstance, DeleteDBInstance and RebootDBInstance of cluster members, carried out on the data plane.

Follows API_CreateDBInstance, API_DeleteDBInstance and API_RebootDBInstance. Instances that belong to no cluster stay
with MiniStack: the data plane knows Aurora clusters only.
"""

from ministack.services import rds

from .actions import parameter, succeeded, wrap
from .state import refresh


def install(plane):
    if not plane:
        return
    wrap("CreateDBInstance", lambda original, params: _create(plane, original, params))
    wrap("DeleteDBInstance", lambda original, params: _delete(plane, original, params))
    wrap("RebootDBInstance", lambda original, params: _reboot(plane, original, params))


def _create(plane, original, params):
    response = original(params)
    if not succeeded(response):
        return response
    instance = rds._instances[parameter(params, "DBInstanceIdentifier")]
    if not instance.get("DBClusterIdentifier"):
        return response
    try:
        plane.call(
            "createInstance",
            region=rds.get_region(),
            clusterId=instance["DBClusterIdentifier"],
            instanceId=instance["DBInstanceIdentifier"],
            availabilityZone=parameter(params, "AvailabilityZone"),
            promotionTier=int(instance.get("PromotionTier", 1)),
        )
    except Exception:
        rds._unregister_instance_from_clusters(instance["DBInstanceIdentifier"])
        del rds._instances[instance["DBInstanceIdentifier"]]
        raise
    refresh(plane)
    return rds._single_instance_response("CreateDBInstanceResponse", "CreateDBInstanceResult", instance)


def _delete(plane, original, params):
    instance = rds._resolve_instance(parameter(params, "DBInstanceIdentifier"))
    response = original(params)
    if instance and instance.get("DBClusterIdentifier") and succeeded(response):
        plane.call("deleteInstance", region=rds.get_region(), instanceId=instance["DBInstanceIdentifier"])
    return response


def _reboot(plane, original, params):
    instance = rds._resolve_instance(parameter(params, "DBInstanceIdentifier"))
    if not instance or not instance.get("DBClusterIdentifier"):
        return original(params)
    plane.call("rebootInstance", region=rds.get_region(), instanceId=instance["DBInstanceIdentifier"])
    refresh(plane)
    return rds._single_instance_response("RebootDBInstanceResponse", "RebootDBInstanceResult", instance)
