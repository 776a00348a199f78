"""What the sandbox adds to MiniStack, in process.

Every module patches one area, names the AWS API reference page that it follows, and has a contract test in
``test/sandbox/``: the exact pin in requirements.txt is what keeps a patch true, the test is what says so.
"""

from . import (
    alarm_messages,
    alarm_states,
    apigateway,
    authorization,
    cloudwatch,
    data_plane,
    ec2,
    kms,
    rds,
    repeated_calls,
    route53,
    secret_rotation,
    secret_versions,
    secretsmanager,
    security_groups,
    sns_delivery,
    vpc_endpoints,
)


def install(iam_decisions=None):
    """Applies every patch and returns MiniStack's ASGI application. Settings must be in the environment already.

    ``iam_decisions`` is the file for IAM's decisions, where IAM is enforced.
    """
    from ministack.app import app

    plane = data_plane.from_environment()
    rds.install(plane)
    for area in (
        alarm_messages,
        apigateway,
        cloudwatch,
        ec2,
        kms,
        route53,
        secret_versions,
        secret_rotation,
        secretsmanager,
        security_groups,
        sns_delivery,
        vpc_endpoints,
    ):
        area.install()
    # Over the final DescribeAlarms.
    alarm_states.install(plane)
    if iam_decisions is not None:
        authorization.install(iam_decisions)
    return repeated_calls.answering_again(app)
