"""Messages of AWS services to topics, and what becomes of a message that cannot be delivered to a queue.

Follows "Amazon SNS dead-letter queues", https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html: a queue that is gone
or whose policy refuses is a client-side error, which SNS does not try again; the message goes to the dead-letter queue of the
subscription (``RedrivePolicy``), or is lost. MiniStack keeps the redrive policy of a subscription and never looks at it.
"""

import json
import logging

from ministack.services import sns

from .service_permissions import refusal_of_queue, refusal_of_topic

logger = logging.getLogger(__name__)


def install():
    deliver = sns._deliver_to_sqs

    def deliver_or_set_aside(endpoint, *message, topic_arn="", **attributes):
        refusal = refusal_of_queue(endpoint, topic_arn)
        if refusal is None:
            deliver(endpoint, *message, topic_arn=topic_arn, **attributes)
            return
        dead_letter_queue = _dead_letter_queue(topic_arn, endpoint)
        further = refusal_of_queue(dead_letter_queue, topic_arn) if dead_letter_queue else "there is no dead-letter queue"
        if further is None:
            deliver(dead_letter_queue, *message, topic_arn=topic_arn, **attributes)
        else:
            logger.warning("A message of %s is lost: %s; %s", topic_arn, refusal, further)

    sns._deliver_to_sqs = deliver_or_set_aside


def publish(service, source_arn, topic_arn, message, subject, attributes=None):
    """Publishes as ``service`` (``cloudwatch.amazonaws.com``, for instance) on behalf of ``source_arn``, in the region of the call.

    As on AWS, nobody is told when the policies of topic and key refuse: the message is lost.
    """
    refusal = refusal_of_topic(service, topic_arn, source_arn)
    if refusal:
        logger.warning("%s publishes nothing: %s", service, refusal)
        return
    sns.publish_internal(topic_arn, json.dumps(message), subject, message_attributes=attributes or {})


def _dead_letter_queue(topic_arn, endpoint):
    topic = sns._topic_by_arn_any_scope(topic_arn)
    for subscription in topic["subscriptions"] if topic else ():
        if subscription.get("protocol") == "sqs" and subscription.get("endpoint") == endpoint:
            policy = subscription.get("attributes", {}).get("RedrivePolicy")
            return json.loads(policy).get("deadLetterTargetArn") if policy else None
    return None
