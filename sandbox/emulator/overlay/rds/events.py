"""Events of role changes and restores, for DescribeEvents.

Follows https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Events.Messages.html (DB cluster events,
categories ``failover`` and ``global-failover``). MiniStack records reboots only. With a data plane the events come from it.
"""

import time
import uuid

from ministack.services import rds

from .names import identifier_of, region_of


def install(plane):
    """Nothing to patch: MiniStack's DescribeEvents reads the store that ``record`` writes."""


def record(cluster_arn, message, *categories):
    """Adds an event of a DB cluster, in the region of that cluster."""
    rds._events.set_scoped(
        rds.get_account_id(),
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
