"""A call that is sent again because its answer was lost is answered again, and not carried out twice.

Every attempt of one call of an AWS SDK has the same ``amz-sdk-invocation-id`` and says in ``amz-sdk-request`` which it is
(https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html). On a busy machine about one answer in a
thousand reaches Terraform too late or not at all; the second CreateRole would then find the role of the first, and the apply
break off. Only successes are kept: whoever asks again after a refusal wants a new answer.
"""

import asyncio
from collections import OrderedDict

# More than Terraform has in flight; an answer is a few kilobytes.
ANSWERS = 512


def answering_again(app):
    """The ASGI application ``app``, with the answers of its last calls at hand."""
    answers = OrderedDict()

    async def call(scope, receive, send):
        invocation, is_repeated = _attempt(scope)
        if invocation is None:
            await app(scope, receive, send)
            return
        earlier = answers.get(invocation) if is_repeated else None
        messages = await earlier if earlier is not None else None
        if messages is None:
            await _remembering(app, scope, receive, send, answers, invocation)
            return
        # Unread, the body would have the server close the connection.
        while (await receive()).get("more_body", False):
            pass
        for message in messages:
            await send(message)

    return call


async def _remembering(app, scope, receive, send, answers, invocation):
    """Carries the call out. The future holds its answer, or None when it was no success."""
    future = answers[invocation] = asyncio.get_running_loop().create_future()
    while len(answers) > ANSWERS:
        answers.popitem(last=False)
    messages = []

    async def keep(message):
        messages.append(message)
        await send(message)

    try:
        await app(scope, receive, keep)
    finally:
        succeeded = bool(messages) and 200 <= messages[0].get("status", 500) < 300
        future.set_result(messages if succeeded else None)


def _attempt(scope):
    """The id of a call that changes something, and whether this is not its first attempt."""
    if scope["type"] != "http" or scope["method"] in ("GET", "HEAD"):
        return None, False
    headers = dict(scope["headers"])
    attempt = headers.get(b"amz-sdk-request", b"attempt=1").split(b";")[0]
    return headers.get(b"amz-sdk-invocation-id"), attempt != b"attempt=1"
