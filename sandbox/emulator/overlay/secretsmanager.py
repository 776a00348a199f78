"""Replicas that are asked for at CreateSecret, and their removal.

Follows API_CreateSecret (``AddReplicaRegions``) and API_RemoveRegionsFromReplication. MiniStack honours the first in
ReplicateSecretToRegions only and does not have the second, so a secret that Terraform creates with a replica has none, and
cannot be destroyed.
"""

import json

from ministack.services import secretsmanager

REMOVE = "RemoveRegionsFromReplication"


def install():
    create, handle = secretsmanager._create_secret, secretsmanager.handle_request

    def create_secret(data):
        response = create(data)
        regions = data.get("AddReplicaRegions")
        if response[0] == 200 and regions:
            secretsmanager._replicate_secret_to_regions(
                {
                    "SecretId": data["Name"],
                    "AddReplicaRegions": regions,
                    "ForceOverwriteReplicaSecret": data.get("ForceOverwriteReplicaSecret", False),
                }
            )
        return response

    async def handle_request(method, path, headers, body, query_params):
        if headers.get("x-amz-target", "").endswith(f".{REMOVE}"):
            return _remove_regions(json.loads(body))
        return await handle(method, path, headers, body, query_params)

    secretsmanager._create_secret = create_secret
    secretsmanager.handle_request = handle_request


def _remove_regions(data):
    _, secret = secretsmanager._resolve(data.get("SecretId"))
    if not secret:
        return secretsmanager.error_response_json(
            "ResourceNotFoundException", "Secrets Manager can't find the specified secret.", 400
        )
    leaving = set(data.get("RemoveReplicaRegions", []))
    replicas = secret.get("ReplicationStatus", [])
    secretsmanager._delete_replicas({**secret, "ReplicationStatus": [r for r in replicas if r["Region"] in leaving]})
    secret["ReplicationStatus"] = [replica for replica in replicas if replica["Region"] not in leaving]
    return secretsmanager.json_response({"ARN": secret["ARN"], "ReplicationStatus": secret["ReplicationStatus"]})
