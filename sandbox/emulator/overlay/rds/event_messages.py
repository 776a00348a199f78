"""What RDS tells a topic about an event.

The JSON follows the sample of https://docs.aws.amazon.com/lambda/latest/dg/services-rds.html, the message attributes
https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Events.TagsAttributesForFiltering.html, and the ids of the events
https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_Events.Messages.html.
"""

import datetime
import re

SUBJECT = "RDS Notification Message"
PAGE_OF_IDS = "http://docs.amazonwebservices.com/AmazonRDS/latest/UserGuide/USER_Events.html"
# DescribeEvents shows no ids, so that an event has none until somebody is told of it.
IDS = (
    (r"DB instance restarted\.", "RDS-EVENT-0006"),
    (r"Completed failover to DB instance: .+", "RDS-EVENT-0071"),
    (r"Started same AZ failover to DB instance: .+", "RDS-EVENT-0072"),
    (r"Started cross AZ failover to DB instance: .+", "RDS-EVENT-0073"),
    (r"DB cluster created\.", "RDS-EVENT-0170"),
    (r"Global switchover to DB cluster .+ in Region .+ started\.", "RDS-EVENT-0181"),
    (r"Old primary DB cluster .+ in Region .+ successfully shut down\.", "RDS-EVENT-0182"),
    (r"New primary DB cluster .+ in Region .+ was successfully promoted\.", "RDS-EVENT-0184"),
    (r"Global switchover to DB cluster .+ in Region .+ finished\.", "RDS-EVENT-0185"),
    (r"Global failover to DB cluster .+ in Region .+ completed\.", "RDS-EVENT-0238"),
)
CONSOLE_FRAGMENTS = {"db-instance": "dbinstance:id={}", "db-cluster": "database:id={};is-cluster=true"}


def event_id(message):
    """The id of an event of the sandbox. A message without one is an error: AWS sends none."""
    for pattern, known in IDS:
        if re.fullmatch(pattern, message):
            return known
    raise ValueError(f"RDS has no event with the message: {message}")


def notification(event, region):
    """The message and its attributes for an event as DescribeEvents keeps it."""
    known = event_id(event["Message"])
    fragment = CONSOLE_FRAGMENTS[event["SourceType"]].format(event["SourceIdentifier"])
    moment = datetime.datetime.fromtimestamp(event["Date"], datetime.timezone.utc)
    message = {
        "Event Source": event["SourceType"],
        "Event Time": moment.strftime("%Y-%m-%d %H:%M:%S.%f")[:-3],
        "Identifier Link": f"https://console.aws.amazon.com/rds/home?region={region}#{fragment}",
        "Source ID": event["SourceIdentifier"],
        "Source ARN": event["SourceArn"],
        "Event ID": f"{PAGE_OF_IDS}#{known}",
        "Event Message": event["Message"],
    }
    attributes = {"EventID": known, "Resource": event["SourceArn"]}
    return message, {name: {"DataType": "String", "StringValue": value} for name, value in attributes.items()}
