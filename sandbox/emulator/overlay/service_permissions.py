"""What one AWS service may do with a resource of the customer: the policies of topics, queues and keys.

MiniStack asks the policy of a queue only where IAM is enforced for everybody, the policy of a topic for S3 alone, and the policy of
a key for no service: with each of them wrong, an alarm would arrive here and be lost without a trace on AWS. Keys of encrypted
topics and queues follow "Key management" of SNS and SQS,
https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html (what sources of events and the topic itself need) and
https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html.
"""

from ministack.core.iam_evaluator import EvalContext, evaluate_resource_policy
from ministack.core.responses import get_region
from ministack.services import kms, sns, sqs

KEY_ACTIONS = ("kms:GenerateDataKey", "kms:Decrypt")


def refusal_of_topic(service, topic_arn, source_arn):
    """Why ``service`` may not publish to the topic on behalf of ``source_arn``, or None when it may."""
    topic = sns._topic_by_arn_any_scope(topic_arn)
    if topic is None:
        return f"there is no topic {topic_arn}"
    attributes = topic["attributes"]
    if not _allows(attributes.get("Policy"), service, "sns:Publish", topic_arn, _source(source_arn)):
        return f"the policy of {topic_arn} does not let {service} publish for {source_arn}"
    return _refusal_of_key(attributes.get("KmsMasterKeyId"), service, source_arn, ("aws:sns:topicArn", topic_arn))


def refusal_of_queue(queue_arn, topic_arn):
    """Why SNS may not deliver a message of the topic to the queue, or None when it may."""
    queue = sqs._queue_by_arn(queue_arn)
    if queue is None:
        return f"there is no queue {queue_arn}"
    attributes = queue["attributes"]
    if not _allows(attributes.get("Policy"), "sns.amazonaws.com", "sqs:SendMessage", queue_arn, _source(topic_arn)):
        return f"the policy of {queue_arn} does not let {topic_arn} send"
    return _refusal_of_key(attributes.get("KmsMasterKeyId"), "sns.amazonaws.com", topic_arn, ("aws:sqs:arn", queue_arn))


def _refusal_of_key(key_id, service, source_arn, encryption_context):
    if not key_id:
        return None
    name, value = encryption_context
    key = kms._resolve_key(key_id)
    # The AWS-managed keys (alias/aws/sns, alias/aws/sqs) are none of the emulator's, and let no service in on AWS either.
    if key is None or key["KeyState"] != "Enabled":
        return f"{service} cannot use the key {key_id}"
    context = {**_source(source_arn), f"kms:encryptioncontext:{name.lower()}": value}
    for action in KEY_ACTIONS:
        if not _allows(key.get("Policy"), service, action, key["Arn"], context):
            return f"the policy of {key['Arn']} does not let {service} call {action}"
    return None


def _source(source_arn):
    account = source_arn.split(":")[4]
    # The default policy of a topic asks for AWS:SourceOwner, the predecessor of aws:SourceAccount.
    return {"aws:sourcearn": source_arn, "aws:sourceaccount": account, "aws:sourceowner": account}


def _allows(policy, service, action, resource_arn, service_context):
    context = EvalContext(
        # A service is no principal of the account: what is granted to the account is not granted to it.
        principal_arn="*",
        principal_type="Service",
        principal_account="",
        action=action,
        resource_arn=resource_arn,
        region=get_region(),
        secure_transport=True,
        service_context=service_context,
    )
    return evaluate_resource_policy(policy or "", context, service=service).decision == "Allow"
