"""Versions of a secret and their labels.

Follows API_PutSecretValue, API_GetSecretValue, API_DescribeSecret and the concepts page "What's in a Secrets Manager secret". MiniStack
replaces the value of a version that is stored twice, leaves a label on two versions, answers a version that has no value yet,
and removes a version with its last label. A rotation that is repeated half-way would never meet the things it has to be right about.
"""

from ministack.services import secretsmanager

PENDING = "AWSPENDING"


def install():
    get, put, promote = secretsmanager._get_secret_value, secretsmanager._put_secret_value, secretsmanager._apply_current_promotion

    def get_secret_value(data):
        _, secret = secretsmanager._resolve(data.get("SecretId"))
        refusal = secret and not secret.get("DeletedDate") and _unreadable(secret, data)
        return refusal or get(data)

    def put_secret_value(data):
        _, secret = secretsmanager._resolve(data.get("SecretId"))
        token = data.get("ClientRequestToken")
        stored = secret["Versions"].get(token) if secret else None
        if stored is not None and not is_empty(stored):
            return _stored_twice(secret, token, stored, data)
        if secret is None or secret.get("DeletedDate") or secretsmanager._is_replica(secret):
            return put(data)
        labels = data.get("VersionStages") or ["AWSCURRENT"]
        before = list(stored["Stages"]) if stored else []
        response = put(data)
        if response[0] == 200:
            _label(secret, token or _newest(secret), {*before, *labels})
        return response

    def apply_current_promotion(secret, new_version):
        kept = dict(secret["Versions"])
        promote(secret, new_version)
        # A version without a label is deprecated, not gone.
        for version_id, version in kept.items():
            secret["Versions"].setdefault(version_id, version)

    secretsmanager._get_secret_value = get_secret_value
    secretsmanager._put_secret_value = put_secret_value
    secretsmanager._apply_current_promotion = apply_current_promotion


def is_empty(version):
    """A version that a rotation has announced and not filled yet."""
    return version.get("SecretString") is None and version.get("SecretBinary") is None


def _unreadable(secret, data):
    version_id, label = data.get("VersionId"), data.get("VersionStage")
    version = secret["Versions"].get(version_id) if version_id else None
    if version is not None and label and label not in version["Stages"]:
        return secretsmanager.error_response_json(
            "InvalidRequestException", "You provided a VersionStage that is not associated to the provided VersionId.", 400
        )
    if version is None and not version_id:
        _, version = secretsmanager._find_stage_version(secret, label or "AWSCURRENT")
    if version is not None and is_empty(version):
        named = f"VersionId: {version_id}" if version_id else f"staging label: {label or 'AWSCURRENT'}"
        return secretsmanager.error_response_json(
            "ResourceNotFoundException", f"Secrets Manager can't find the specified secret value for {named}", 400
        )
    return None


def _stored_twice(secret, token, stored, data):
    """The same again is no change at all, not even of labels; anything else is refused."""
    if all(stored.get(kind) == data.get(kind) for kind in ("SecretString", "SecretBinary")):
        return secretsmanager.json_response(
            {"ARN": secret["ARN"], "Name": secret["Name"], "VersionId": token, "VersionStages": list(stored["Stages"])}
        )
    return secretsmanager.error_response_json(
        "ResourceExistsException", "You can't use ClientRequestToken because that value is already in use for a version of the secret.", 400
    )


def _label(secret, version_id, labels):
    for label in labels:
        secretsmanager._remove_stage_everywhere(secret, label, except_version_id=version_id)
        secretsmanager._add_stage(secret, version_id, label)
    if "AWSCURRENT" in labels and PENDING not in labels:
        secretsmanager._remove_stage(secret, version_id, PENDING)


def _newest(secret):
    return list(secret["Versions"])[-1]
