"""The state of the alarms whose metrics only Aurora and the health function would publish, as the servers are.

Follows the metrics of "Amazon CloudWatch metrics for Amazon Aurora": a region that follows publishes ``AuroraGlobalDBRPOLag`` and
``AuroraGlobalDBReplicationLag``, one that writes does not; and ``terraform/modules/replication`` for ``Writable``. Nobody publishes metrics
here, so these alarms would keep their first state for ever, and the composite alarm that looks at both would say that replication has
stopped. A state that somebody has set stays. Nobody is told of a change: on AWS these states come about while the alarms are made.
"""

import time

from ministack.core.responses import get_region
from ministack.services import cloudwatch

FIRST_REASON = "Unchecked: Initial alarm creation"
REASON = "As the servers of the sandbox are."
LAGS = ("AuroraGlobalDBRPOLag", "AuroraGlobalDBReplicationLag")


def install(plane):
    if not plane:
        return
    describe = cloudwatch._describe_alarms

    def describe_alarms(params, cbor_data, is_cbor, is_json=False):
        _refresh(plane)
        return describe(params, cbor_data, is_cbor, is_json)

    cloudwatch._describe_alarms = describe_alarms


def _refresh(plane):
    alarms = [alarm for alarm in cloudwatch._alarms.values() if _is_ours(alarm)]
    if not alarms:
        return
    writes = {
        member["clusterId"]: member["isWriter"]
        for reported in plane.state()["globals"]
        for member in reported["members"]
        if member["region"] == get_region()
    }
    changed = {alarm["AlarmName"] for alarm in alarms if _moved(alarm, _state(alarm, writes))}
    for composite in cloudwatch._composite_alarms.values():
        if changed.intersection(cloudwatch._composite_children(composite)):
            _moved(composite, cloudwatch._composite_rule_state(composite))


def _is_ours(alarm):
    return alarm.get("MetricName") in (*LAGS, "Writable") and alarm.get("StateReason") in ("", FIRST_REASON, REASON)


def _state(alarm, writes):
    cluster = next((dimension["Value"] for dimension in alarm.get("Dimensions") or () if dimension["Value"] in writes), None)
    if cluster is None:
        return alarm["StateValue"]
    if alarm["MetricName"] == "Writable":
        return "ALARM" if writes[cluster] else "OK"
    return "INSUFFICIENT_DATA" if writes[cluster] else "OK"


def _moved(alarm, state):
    if alarm["StateValue"] == state:
        return False
    alarm["StateValue"], alarm["StateReason"] = state, REASON
    alarm["StateUpdatedTimestamp"] = int(time.time())
    return True
