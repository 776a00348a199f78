"""What MiniStack's enforcement of IAM (``AUTH=true``) lacks for the tests of the pipeline's roles.

It is installed only where IAM is enforced. The claims of a GitHub token follow "Available keys for AWS OIDC federation",
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html; the resources of a call follow the
Service Authorization Reference, https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html.
"""

import json
from contextvars import ContextVar

from . import conditions, further_checks, resources, web_identity

# The call that is being answered; one variable for each, because calls are answered side by side.
_call = ContextVar("call", default=None)


def install(decisions_file):
    """Checks each call on every resource that it names, and writes every decision as a line of JSON to ``decisions_file``."""
    web_identity.install()
    _install_transport()
    _install_calls()
    _install_decisions(decisions_file)


def _install_transport():
    """The sandbox speaks plain HTTP on this machine only; resources that insist on TLS would refuse even their own makers."""
    from ministack import app

    pin = app.pin_request_origin
    app.pin_request_origin = lambda source_ip, _secure_transport: pin(source_ip, True)


def _install_calls():
    """Keeps what the evaluator is not told: the call itself."""
    from ministack.core import iam_actions

    guess = iam_actions.extract_resource_arn

    def extract_resource_arn(service, method, path, headers, body, query_params, region, account_id):
        arn = guess(service, method, path, headers, body, query_params, region, account_id)
        named = resources.named_by(service, method, path, body, query_params, region, account_id)
        _call.set((named or (arn,), service, body, query_params, region, account_id))
        return arn

    iam_actions.extract_resource_arn = extract_resource_arn


def _install_decisions(decisions_file):
    from ministack.core import iam_evaluator

    enforce_one = iam_evaluator.enforce

    def enforce(access_key_id, iam_action, service, region, resource_arn="*", service_context=None):
        for action, arn, context in _checks(iam_action, resource_arn, service_context or {}):
            refusal = enforce_one(access_key_id, action, service, region, arn, context)
            _write(decisions_file, access_key_id, action, region, arn, refusal)
            if refusal:
                return refusal
        return None

    iam_evaluator.enforce = enforce


def _checks(action, resource_arn, context):
    call = _call.get()
    # Only the first check is about the call as such; S3 and DynamoDB add checks of their own.
    _call.set(None)
    if call is None:
        return [(action, resource_arn, context)]
    named, service, body, query_params, region, account_id = call
    if items := conditions.transaction_items(service, body, action):
        # A transaction is checked item by item, each on its own table, and each of them belongs to this call.
        _call.set(call)
        return [(action, resource_arn, {**context, **conditions.leading_keys(items, region, account_id)})]
    context = {**context, **conditions.context_of(service, action, body, query_params, region, account_id)}
    further = further_checks.of(action, named, context, body, query_params, f"{region}:{account_id}")
    return [*((action, arn, {**context, **conditions.tags_of(arn)}) for arn in named), *further]


def _write(decisions_file, access_key_id, action, region, arn, refusal):
    if not decisions_file:
        return
    decision = {
        "principal": _principal(access_key_id),
        "action": action,
        "region": region,
        "resource": arn,
        "allowed": refusal is None,
    }
    with open(decisions_file, "a", encoding="utf-8") as file:
        file.write(json.dumps(decision) + "\n")


def _principal(access_key_id):
    from ministack.services import sts

    return (sts._sessions.get(access_key_id) or {}).get("Arn", "root")
