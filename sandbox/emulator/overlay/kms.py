"""Decrypting, as strict as on AWS.

Follows API_Decrypt. MiniStack encrypts without authentication: it opens a ciphertext that was changed, to other bytes, and opens with any
key that is named, whichever had encrypted. Whoever tampers with a wrapped key would be noticed elsewhere than on AWS.
"""

import base64
import binascii
import json

# Every ciphertext that a key of ours has given out.
_given_out = set()
_BLOBS = ("CiphertextBlob", "PrivateKeyCiphertextBlob")
# A ciphertext of a symmetric key begins with the key's id.
_ID_LENGTH = 36


def install():
    from ministack.services import kms

    handle = kms.handle_request

    async def handle_request(method, path, headers, body, query_params):
        if headers.get("x-amz-target", "").endswith(".Decrypt"):
            if code := _refusal(kms, json.loads(body)):
                return kms.error_response_json(code, "", 400)
        response = await handle(method, path, headers, body, query_params)
        if response[0] == 200 and b"CiphertextBlob" in response[2]:
            answer = json.loads(response[2])
            _given_out.update(answer[name] for name in _BLOBS if name in answer)
        return response

    kms.handle_request = handle_request


def _refusal(kms, data):
    """The code of the error with which AWS answers; none where MiniStack is right."""
    named = kms._resolve_key(data.get("KeyId", ""))
    if named is None and data.get("KeyId"):
        return None
    if named is not None and "_symmetric_key" not in named:
        return None
    ciphertext = data.get("CiphertextBlob", "")
    if ciphertext not in _given_out:
        return "InvalidCiphertextException"
    return "IncorrectKeyException" if named is not None and _encrypted_by(ciphertext) != named["KeyId"] else None


def _encrypted_by(ciphertext):
    try:
        return base64.b64decode(ciphertext)[:_ID_LENGTH].decode()
    except (binascii.Error, UnicodeDecodeError):
        return None
