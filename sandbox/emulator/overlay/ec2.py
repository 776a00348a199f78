"""DNS options of VPC peering connections.

Follows API_ModifyVpcPeeringConnectionOptions, API_VpcPeeringConnectionVpcInfo and API_VpcPeeringConnectionOptionsDescription
of the EC2 API reference. MiniStack has no such action, and the private name of a database then never crosses regions.
"""

import re

from ministack.services import ec2

SIDES = (("Requester", "RequesterVpcInfo"), ("Accepter", "AccepterVpcInfo"))
OPTION = "AllowDnsResolutionFromRemoteVpc"


def install():
    describe = ec2._ACTION_MAP["DescribeVpcPeeringConnections"]
    ec2._ACTION_MAP["DescribeVpcPeeringConnections"] = lambda params: _describe(describe, params)
    ec2._ACTION_MAP["ModifyVpcPeeringConnectionOptions"] = _modify


def _modify(params):
    connection_id = ec2._p(params, "VpcPeeringConnectionId")
    known = ec2._vpc_peering.get(connection_id)
    if known is None:
        return ec2._error(
            "InvalidVpcPeeringConnectionID.NotFound",
            f"The VPC peering connection '{connection_id}' does not exist",
            400,
        )
    answer = ""
    for side, info in SIDES:
        asked = ec2._p(params, f"{side}PeeringConnectionOptions.{OPTION}")
        if not asked:
            continue
        # Each end sees its own copy of the connection.
        for account_id, region in ec2._vpc_peering_scopes(known):
            scoped = ec2._vpc_peering.get_scoped(account_id, region, connection_id)
            if scoped is not None:
                scoped[info][OPTION] = asked == "true"
        tag = f"{side.lower()}PeeringConnectionOptions"
        answer += f"<{tag}>{_options(asked == 'true')}</{tag}>"
    return ec2._xml(200, "ModifyVpcPeeringConnectionOptionsResponse", answer)


def _options(allowed):
    return (
        f"<allowDnsResolutionFromRemoteVpc>{str(allowed).lower()}</allowDnsResolutionFromRemoteVpc>"
        "<allowEgressFromLocalClassicLinkToRemoteVpc>false</allowEgressFromLocalClassicLinkToRemoteVpc>"
        "<allowEgressFromLocalVpcToRemoteClassicLink>false</allowEgressFromLocalVpcToRemoteClassicLink>"
    )


def _describe(original, params):
    status, headers, body = original(params)
    return status, headers, re.sub(r"<item>.*?</item>", _with_options, body.decode(), flags=re.DOTALL).encode()


def _with_options(item):
    xml = item.group(0)
    found = re.search(r"<vpcPeeringConnectionId>(.+?)</vpcPeeringConnectionId>", xml)
    connection = ec2._vpc_peering.get(found.group(1)) if found else None
    if connection is None:
        return xml
    for side, info in SIDES:
        closing = f"</{side.lower()}VpcInfo>"
        options = f"<peeringOptions>{_options(connection[info].get(OPTION, False))}</peeringOptions>"
        xml = xml.replace(closing, options + closing)
    return xml
