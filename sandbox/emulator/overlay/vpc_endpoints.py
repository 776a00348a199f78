"""Security groups and private DNS of VPC endpoints.

Follows API_CreateVpcEndpoint and API_VpcEndpoint of the EC2 API reference (``groupSet``, ``privateDnsEnabled``). MiniStack
drops both, so every second plan changes an interface endpoint.
"""

import re

from ministack.services import ec2


def install():
    create, fields = ec2._ACTION_MAP["CreateVpcEndpoint"], ec2._vpce_fields_xml

    def create_endpoint(params):
        status, headers, body = create(params)
        found = re.search(rb"<vpcEndpointId>(.+?)</vpcEndpointId>", body)
        if status != 200 or not found:
            return status, headers, body
        endpoint = ec2._vpc_endpoints[found.group(1).decode()]
        endpoint["SecurityGroupIds"] = ec2._parse_member_list(params, "SecurityGroupId")
        endpoint["PrivateDnsEnabled"] = ec2._p(params, "PrivateDnsEnabled") == "true"
        return ec2._xml(200, "CreateVpcEndpointResponse", fields_xml(endpoint, tag="vpcEndpoint"))

    def fields_xml(endpoint, tag="item"):
        groups = "".join(f"<item><groupId>{group}</groupId></item>" for group in endpoint.get("SecurityGroupIds", []))
        dns = str(endpoint.get("PrivateDnsEnabled", False)).lower()
        extra = f"<groupSet>{groups}</groupSet><privateDnsEnabled>{dns}</privateDnsEnabled>"
        closing = f"</{tag}>"
        return fields(endpoint, tag).rstrip().removesuffix(closing) + extra + closing

    ec2._ACTION_MAP["CreateVpcEndpoint"] = create_endpoint
    ec2._vpce_fields_xml = fields_xml
