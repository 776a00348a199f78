"""RDS event subscriptions, which MiniStack does not have.

Follows API_CreateEventSubscription, API_DescribeEventSubscriptions, API_ModifyEventSubscription,
API_DeleteEventSubscription, API_AddSourceIdentifierToSubscription and API_RemoveSourceIdentifierFromSubscription.
Who is told of an event follows the descriptions of ``SourceType``, ``SourceIds`` and ``EventCategories`` there; ``events`` publishes.
"""

import time

from ministack.core.responses import AccountRegionScopedDict
from ministack.services import rds

from .actions import parameter, refuse, wrap


# As MiniStack keeps the records of a service: by account and region of the call.
_subscriptions = AccountRegionScopedDict()


def interested_in(event):
    """The subscriptions, of the region of the call, that have to be told of an event."""
    return [
        subscription
        for subscription in _subscriptions.values()
        if subscription["enabled"]
        and subscription["type"] in (None, event["SourceType"])
        # None named means all.
        and (not subscription["sources"] or event["SourceIdentifier"] in subscription["sources"])
        and (not subscription["categories"] or set(subscription["categories"]) & set(event["EventCategories"]))
    ]


def install():
    for name, handler in (
        ("CreateEventSubscription", _create),
        ("DescribeEventSubscriptions", _describe),
        ("ModifyEventSubscription", _modify),
        ("DeleteEventSubscription", _delete),
        ("AddSourceIdentifierToSubscription", _add_source),
        ("RemoveSourceIdentifierFromSubscription", _remove_source),
    ):
        wrap(name, lambda _, params, handler=handler: handler(_subscriptions, params))


def _name(params):
    return parameter(params, "SubscriptionName")


def _missing(name):
    return refuse("SubscriptionNotFound", f"Event Subscription {name} not found.", 404)


def _create(store, params):
    name = _name(params)
    if name in store:
        return refuse("SubscriptionAlreadyExist", f"Event Subscription {name} already exists.")
    topic = parameter(params, "SnsTopicArn")
    arn = f"arn:aws:rds:{rds.get_region()}:{rds.get_account_id()}:es:{name}"
    store[name] = {
        "name": name,
        "arn": arn,
        "topic": topic,
        "type": parameter(params, "SourceType"),
        "sources": rds._parse_member_list(params, "SourceIds"),
        "categories": rds._parse_member_list(params, "EventCategories"),
        "enabled": parameter(params, "Enabled") != "false",
        "created": rds._format_time(time.time()),
    }
    rds._tags[arn] = rds._parse_tags(params)
    return _answer("CreateEventSubscription", store[name])


def _describe(store, params):
    name = _name(params)
    if name and name not in store:
        return _missing(name)
    found = [store[name]] if name else store.values()
    body = "".join(f"<EventSubscription>{_xml(subscription)}</EventSubscription>" for subscription in found)
    return rds._xml(
        200,
        "DescribeEventSubscriptionsResponse",
        f"<DescribeEventSubscriptionsResult><EventSubscriptionsList>{body}</EventSubscriptionsList>"
        "</DescribeEventSubscriptionsResult>",
    )


def _modify(store, params):
    name = _name(params)
    if name not in store:
        return _missing(name)
    subscription = store[name]
    subscription["topic"] = parameter(params, "SnsTopicArn") or subscription["topic"]
    subscription["type"] = parameter(params, "SourceType") or subscription["type"]
    subscription["categories"] = rds._parse_member_list(params, "EventCategories") or subscription["categories"]
    if parameter(params, "Enabled"):
        subscription["enabled"] = parameter(params, "Enabled") == "true"
    return _answer("ModifyEventSubscription", subscription)


def _delete(store, params):
    name = _name(params)
    if name not in store:
        return _missing(name)
    subscription = store.pop(name)
    rds._tags.pop(subscription["arn"], None)
    return _answer("DeleteEventSubscription", subscription)


def _add_source(store, params):
    name = _name(params)
    if name not in store:
        return _missing(name)
    source = parameter(params, "SourceIdentifier")
    store[name]["sources"] = list(dict.fromkeys([*store[name]["sources"], source]))
    return _answer("AddSourceIdentifierToSubscription", store[name])


def _remove_source(store, params):
    name = _name(params)
    if name not in store:
        return _missing(name)
    source = parameter(params, "SourceIdentifier")
    store[name]["sources"] = [known for known in store[name]["sources"] if known != source]
    return _answer("RemoveSourceIdentifierFromSubscription", store[name])


def _answer(action, subscription):
    body = f"<EventSubscription>{_xml(subscription)}</EventSubscription>"
    return rds._xml(200, f"{action}Response", f"<{action}Result>{body}</{action}Result>")


def _xml(subscription):
    sources = "".join(f"<SourceId>{rds._esc(source)}</SourceId>" for source in subscription["sources"])
    categories = "".join(f"<EventCategory>{rds._esc(name)}</EventCategory>" for name in subscription["categories"])
    kind = f"<SourceType>{rds._esc(subscription['type'])}</SourceType>" if subscription["type"] else ""
    return f"""<CustSubscriptionId>{rds._esc(subscription["name"])}</CustSubscriptionId>
        <CustomerAwsId>{rds.get_account_id()}</CustomerAwsId>
        <SnsTopicArn>{rds._esc(subscription["topic"])}</SnsTopicArn><Status>active</Status>{kind}
        <SubscriptionCreationTime>{subscription["created"]}</SubscriptionCreationTime>
        <SourceIdsList>{sources}</SourceIdsList><EventCategoriesList>{categories}</EventCategoriesList>
        <Enabled>{str(subscription["enabled"]).lower()}</Enabled>
        <EventSubscriptionArn>{subscription["arn"]}</EventSubscriptionArn>"""
