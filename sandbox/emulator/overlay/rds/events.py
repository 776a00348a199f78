"""Events of role changes and restores, for DescribeEvents and for the topics of event subscriptions.

Follows https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Events.Messages.html (DB cluster events,
categories ``failover`` and ``global-failover``). MiniStack records reboots only. With a data plane the events come from it.
A subscriber is told when an event is recorded; what the data plane reports is recorded by the first Describe after it.
"""

import time
import uuid

from ministack.core.responses import request_scope
from ministack.services import rds

from ..sns_delivery import publish
from . import subscriptions
from .event_messages import SUBJECT, notification
from .names import identifier_of, region_of


def install(plane):
    record_reboot = rds._record_reboot_event

    def record_reboot_and_tell(instance):
        before = set(rds._events.keys())
        record_reboot(instance)
        for key, event in list(rds._events.items()):
            if key not in before:
                _tell(rds.get_region(), event)

    rds._record_reboot_event = record_reboot_and_tell


def keep(region, key, event):
    """Adds an event to those that DescribeEvents shows in ``region``, and tells its subscribers, unless it is known already."""
    scope = (rds.get_account_id(), region)
    if rds._events.get_scoped(*scope, key) is not None:
        return
    # First told: a message that RDS does not know fails each Describe until it is mended, and not the first one only.
    _tell(region, event)
    rds._events.set_scoped(*scope, key, event)


def _tell(region, event):
    with request_scope(rds.get_account_id(), region):
        message, attributes = notification(event, region)
        for subscription in subscriptions.interested_in(event):
            publish("events.rds.amazonaws.com", event["SourceArn"], subscription["topic"], message, SUBJECT, attributes)


def record(cluster_arn, message, *categories):
    """Adds an event of a DB cluster, in the region of that cluster."""
    keep(
        region_of(cluster_arn),
        str(uuid.uuid4()),
        {
            "SourceIdentifier": identifier_of(cluster_arn),
            "SourceType": "db-cluster",
            "SourceArn": cluster_arn,
            "Message": message,
            "Date": time.time(),
            "EventCategories": list(categories),
        },
    )


def record_switchover(from_arn, to_arn):
    """The events of a planned global switchover (RDS-EVENT-0181, 0182, 0184, 0185)."""
    old = f"DB cluster {identifier_of(from_arn)} in Region {region_of(from_arn)}"
    new = f"DB cluster {identifier_of(to_arn)} in Region {region_of(to_arn)}"
    record(from_arn, f"Global switchover to {new} started.", "global-failover")
    record(from_arn, f"Old primary {old} successfully shut down.", "global-failover")
    record(to_arn, f"New primary {new} was successfully promoted.", "global-failover")
    record(to_arn, f"Global switchover to {new} finished.", "global-failover")


def record_failover(to_arn):
    """The events of an unplanned global failover (RDS-EVENT-0184, 0238): the old primary may be out of reach."""
    new = f"DB cluster {identifier_of(to_arn)} in Region {region_of(to_arn)}"
    record(to_arn, f"New primary {new} was successfully promoted.", "global-failover")
    record(to_arn, f"Global failover to {new} completed.", "global-failover")
