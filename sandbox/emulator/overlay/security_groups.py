"""Security group rules for a prefix list.

Follows API_IpPermission (``PrefixListIds``) and API_SecurityGroupRule (``PrefixListId``) of the EC2 API reference. MiniStack
forgets the prefix list and answers a rule for nobody, which Terraform can neither compare nor change: the second plan breaks
off.
"""

from ministack.services import ec2

OTHER_PEERS = ("IpRanges", "Ipv6Ranges", "UserIdGroupPairs")


def install():
    parse, rule_xml = ec2._parse_ip_permissions, ec2._sg_rule_xml
    ec2._parse_ip_permissions = lambda params, prefix: _parse(parse, params, prefix)
    ec2._sg_rule_xml = lambda sg_id, rule, is_egress=False: _rule_xml(rule_xml, sg_id, rule, is_egress)


def _parse(original, params, prefix):
    rules = original(params, prefix)
    for number, rule in enumerate(rules, start=1):
        rule["PrefixListIds"] = list(_prefix_lists(params, f"{prefix}.{number}.PrefixListIds"))
    return rules


def _prefix_lists(params, prefix):
    number = 1
    while identifier := ec2._p(params, f"{prefix}.{number}.PrefixListId"):
        description = ec2._p(params, f"{prefix}.{number}.Description")
        yield {"PrefixListId": identifier, **({"Description": description} if description else {})}
        number += 1


def _rule_xml(original, sg_id, rule, is_egress):
    prefix_lists = [entry["PrefixListId"] for entry in rule.get("PrefixListIds", [])]
    if not prefix_lists:
        return original(sg_id, rule, is_egress)
    bare = original(sg_id, {**rule, **{name: [] for name in OTHER_PEERS}}, is_egress)
    others = original(sg_id, rule, is_egress) if any(rule.get(name) for name in OTHER_PEERS) else ""
    return others + "".join(
        bare.replace("<ipProtocol>", f"<prefixListId>{ec2._esc(identifier)}</prefixListId><ipProtocol>", 1)
        for identifier in prefix_lists
    )
