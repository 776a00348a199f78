"""Condition keys that MiniStack does not fill in. Each follows the Service Authorization Reference of its service."""

import re

from .resources import json_of, text

# What a part of a transaction is called, and the permission that it takes.
_TRANSACTION = {
    "ConditionCheck": "dynamodb:ConditionCheckItem",
    "Delete": "dynamodb:DeleteItem",
    "Get": "dynamodb:GetItem",
    "Put": "dynamodb:PutItem",
    "Update": "dynamodb:UpdateItem",
}

_EC2_TAG = re.compile(r"^(TagSpecification\.\d+\.Tag\.\d+)\.Key$")


def context_of(service, action, body, query_params, region, account):
    """The keys that the call itself has a value for."""
    if service == "dynamodb":
        return _dynamodb(action, json_of(body), region, account)
    if service == "iam":
        return _iam(action, query_params, account)
    if service == "ec2":
        return _ec2(query_params)
    if service == "kms":
        return _kms(json_of(body))
    return {}


def tags_of(arn):
    """``aws:ResourceTag`` of what MiniStack's own tables of tags leave out: security groups and their rules."""
    from ministack.services import ec2

    if ":security-group" not in arn:
        return {}
    return {f"aws:ResourceTag/{tag['Key']}": tag["Value"] for tag in ec2._tags.get(arn.rsplit("/", 1)[-1], [])}


def transaction_items(service, body, action):
    """What a transaction of DynamoDB does by this action; empty for everything else."""
    items = json_of(body).get("TransactItems", []) if service == "dynamodb" else []
    return [item[member] for item in items for member, needed in _TRANSACTION.items() if needed == action and member in item]


def leading_keys(items, region, account):
    """``dynamodb:LeadingKeys`` of all items of a transaction that one check is about."""
    keys = [key for item in items for key in _dynamodb(None, item, region, account).get("dynamodb:LeadingKeys", [])]
    return {"dynamodb:LeadingKeys": keys} if keys else {}


def _dynamodb(action, data, region, account):
    """``dynamodb:LeadingKeys``: the partition key of the item."""
    from ministack.services import dynamodb

    table = dynamodb._tables.get_scoped(account, region, data.get("TableName", "").rsplit("/", 1)[-1])
    item = data.get("Item") or data.get("Key")
    if table is None or not item:
        return {}
    partition = next(key["AttributeName"] for key in table["KeySchema"] if key["KeyType"] == "HASH")
    return {"dynamodb:LeadingKeys": [str(value) for value in item[partition].values()]}


def _kms(data):
    """``kms:EncryptionContext:KEY`` and ``kms:EncryptionContextKeys``: what the ciphertext is bound to; and how something is signed."""
    context = data.get("EncryptionContext") or {}
    signing = {f"kms:{name}": data[name] for name in ("SigningAlgorithm", "MessageType") if name in data}
    if not context:
        return signing
    return {
        **signing,
        "kms:EncryptionContextKeys": list(context),
        **{f"kms:EncryptionContext:{key}": value for key, value in context.items()},
    }


def _iam(action, parameters, account):
    """``iam:PermissionsBoundary``: the one that is being set, or that the role has; ``iam:PolicyARN``: what is attached to it."""
    from ministack.services import iam

    boundary = text(parameters, "PermissionsBoundary")
    if not boundary and action != "iam:CreateRole":
        role = iam._roles.get_scoped(account, None, text(parameters, "RoleName"))
        boundary = (role or {}).get("PermissionsBoundary")
    policy = text(parameters, "PolicyArn")
    return {
        **({"iam:PermissionsBoundary": boundary} if boundary else {}),
        **({"iam:PolicyARN": policy} if policy else {}),
    }


def _ec2(parameters):
    """``aws:RequestTag`` and ``aws:TagKeys`` of what is made with tags."""
    tags = {
        text(parameters, name): text(parameters, f"{found.group(1)}.Value")
        for name in parameters
        if (found := _EC2_TAG.match(name))
    }
    if not tags:
        return {}
    return {"aws:TagKeys": list(tags), **{f"aws:RequestTag/{key}": value for key, value in tags.items()}}
