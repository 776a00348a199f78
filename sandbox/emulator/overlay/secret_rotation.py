"""Rotation that happens: RotateSecret has the function run its four steps, CancelRotateSecret ends the schedule.

Follows API_RotateSecret, API_CancelRotateSecret, API_DescribeSecret and the guide "Lambda rotation functions". MiniStack only moves
the label. As on AWS the call answers before the steps run; a step that fails ends the run, the pending version stays, and the
whole run is repeated. AWS does not say when it repeats; here that takes seconds, so that a test need not wait for an hour.
Schedules are kept and shown, and nothing is rotated by them.
"""

import contextvars
import json
import logging
import re
import threading
import time

from ministack.core.responses import new_uuid
from ministack.services import lambda_svc, secretsmanager

from .secret_versions import PENDING

logger = logging.getLogger("secretsmanager")

STEPS = ("createSecret", "setSecret", "testSecret", "finishSecret")
SECONDS_BEFORE_REPETITIONS = (1, 2, 4, 8)
SECONDS_PER_DAY = 86400


def install():
    describe, handle = secretsmanager._describe_secret, secretsmanager.handle_request

    def describe_secret(data):
        response = describe(data)
        _, secret = secretsmanager._resolve(data.get("SecretId"))
        if response[0] != 200 or not secret:
            return response
        answer = json.loads(response[2])
        answer.update({key: secret[key] for key in ("LastRotatedDate", "NextRotationDate") if secret.get(key)})
        return secretsmanager.json_response(answer)

    async def handle_request(method, path, headers, body, query_params):
        if headers.get("x-amz-target", "").endswith(".CancelRotateSecret"):
            return _cancel(json.loads(body))
        return await handle(method, path, headers, body, query_params)

    secretsmanager._rotate_secret = _rotate
    secretsmanager._describe_secret = describe_secret
    secretsmanager.handle_request = handle_request


def _error(code, message):
    return secretsmanager.error_response_json(code, message, 400)


def _find(data):
    """The secret, or an answer that refuses."""
    _, secret = secretsmanager._resolve(data.get("SecretId"))
    if not secret:
        return None, _error("ResourceNotFoundException", "Secrets Manager can't find the specified secret.")
    if secret.get("DeletedDate"):
        message = "You can't perform this operation on the secret because it was marked for deletion."
        return None, _error("InvalidRequestException", message)
    if secretsmanager._is_replica(secret):
        return None, secretsmanager._replica_mutation_error()
    return secret, None


def _rotate(data):
    secret, refusal = _find(data)
    if refusal:
        return refusal
    token = data.get("ClientRequestToken") or new_uuid()
    function = data.get("RotationLambdaARN") or secret.get("RotationLambdaARN")
    if not function:
        return _error("InvalidRequestException", "No Lambda rotation function ARN is associated with this secret.")
    if not _may_invoke(function):
        return _error(
            "AccessDeniedException",
            "Secrets Manager cannot invoke the specified Lambda function. Ensure that the function policy grants access to the "
            "principal secretsmanager.amazonaws.com.",
        )
    current, _ = secretsmanager._find_stage_version(secret, "AWSCURRENT")
    pending, _ = secretsmanager._find_stage_version(secret, PENDING)
    if pending and pending not in (current, token):
        _run(secret, function, pending, STEPS)
        return _error("InvalidRequestException", "A previous rotation isn't complete. That rotation will be reattempted.")

    rules = data.get("RotationRules") or secret.get("RotationRules")
    secret.update({"RotationLambdaARN": function, "RotationRules": rules, "RotationEnabled": True})
    _schedule_next(secret)
    is_immediate = data.get("RotateImmediately", True)
    if token not in secret["Versions"]:
        secretsmanager._remove_stage_everywhere(secret, PENDING)
        secret["Versions"][token] = {"SecretString": None, "SecretBinary": None, "CreatedDate": int(time.time()), "Stages": [PENDING]}
    _run(secret, function, token, STEPS if is_immediate else ("testSecret",))
    return secretsmanager.json_response({"ARN": secret["ARN"], "Name": secret["Name"], "VersionId": token})


def _cancel(data):
    secret, refusal = _find(data)
    if refusal:
        return refusal
    secret["RotationEnabled"] = False
    secret.pop("NextRotationDate", None)
    # What a rotation has begun stays pending: whoever cancels it has to look.
    answer = {"ARN": secret["ARN"], "Name": secret["Name"]}
    pending, _ = secretsmanager._find_stage_version(secret, PENDING)
    return secretsmanager.json_response({**answer, "VersionId": pending} if pending else answer)


def _may_invoke(function):
    record, _, _ = lambda_svc._get_base_func_record_for_ref(function)
    statements = ((record or {}).get("policy") or {}).get("Statement", [])
    return any("secretsmanager.amazonaws.com" in json.dumps(statement.get("Principal")) for statement in statements)


def _run(secret, function, token, steps):
    """Runs the steps beside the request, in the account and region of the secret. One run for each secret at a time."""
    if secret.get("_rotating"):
        return
    secret["_rotating"] = True
    context = contextvars.copy_context()
    arguments = (_repeat, secret, function, token, steps)
    threading.Thread(target=context.run, args=arguments, name=f"rotate-{secret['Name']}", daemon=True).start()


def _repeat(secret, function, token, steps):
    try:
        for pause in (0, *SECONDS_BEFORE_REPETITIONS):
            time.sleep(pause)
            if not secret.get("RotationEnabled") or not _is_stored(secret):
                return
            if all(_invoke(secret, function, token, step) for step in steps):
                _finish(secret, token, steps)
                return
        logger.warning("Rotation of %s with version %s was given up.", secret["Name"], token)
    finally:
        secret["_rotating"] = False


def _is_stored(secret):
    _, stored = secretsmanager._resolve(secret["ARN"])
    return stored is secret


def _invoke(secret, function, token, step):
    record, config, _ = lambda_svc._get_func_record_for_ref(function)
    if record is None:
        return False
    event = {"Step": step, "SecretId": secret["ARN"], "ClientRequestToken": token}
    result = lambda_svc._execute_function_with_config_scope(lambda_svc._execution_record_for_config(record, config), event)
    if result.get("error") or result.get("throttle"):
        logger.warning("Rotation of %s failed in %s: %s", secret["Name"], step, json.dumps(result.get("body"))[:500])
        return False
    return True


def _finish(secret, token, steps):
    if steps == STEPS:
        secret["LastRotatedDate"] = int(time.time())
        _schedule_next(secret)
    else:
        # The version was there for the test alone.
        secretsmanager._remove_stage(secret, token, PENDING)
        if secret["Versions"][token]["SecretString"] is None:
            del secret["Versions"][token]
    secretsmanager._sync_replicas(secret)


def _schedule_next(secret):
    rules = secret.get("RotationRules") or {}
    rate = re.fullmatch(r"rate\((\d+) days?\)", rules.get("ScheduleExpression") or "")
    days = rules.get("AutomaticallyAfterDays") or (int(rate.group(1)) if rate else None)
    if days:
        secret["NextRotationDate"] = int(time.time()) + days * SECONDS_PER_DAY
