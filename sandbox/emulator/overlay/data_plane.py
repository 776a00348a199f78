"""Client of the sandbox's data plane: the real PostgreSQL servers behind the emulated clusters.

POST /v1/{operation} with a JSON body, GET /v1/state; bearer token; an error carries an AWS error code.
"""

import json
import os
import urllib.error
import urllib.request

SECONDS_PER_CALL = 60


class DataPlaneError(Exception):
    """A refusal of the data plane, with the AWS error code and HTTP status that the API client must see."""

    def __init__(self, code, message, status):
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


class DataPlane:
    """One data plane, addressed by loopback URL."""

    def __init__(self, url, token):
        self._url = url.rstrip("/")
        self._token = token
        # A proxy of the user's environment must not see (or break) a loopback call.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))

    def call(self, operation, **body):
        """Runs one operation; arguments that are None are left out."""
        sent = {key: value for key, value in body.items() if value is not None}
        return self._request(f"/v1/{operation}", json.dumps(sent).encode())

    def state(self):
        """The clusters, global clusters and events as the servers are now."""
        return self._request("/v1/state", None)

    def _request(self, path, body):
        request = urllib.request.Request(
            self._url + path,
            data=body,
            headers={"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"},
        )
        try:
            with self._opener.open(request, timeout=SECONDS_PER_CALL) as response:
                return json.loads(response.read() or b"{}")
        except urllib.error.HTTPError as error:
            raise _refusal(error, path) from error
        except (urllib.error.URLError, OSError, ValueError) as error:
            message = f"The sandbox data plane did not answer {path}: {error}. Is it still running?"
            raise DataPlaneError("InternalFailure", message, 500) from error


def _refusal(error, path):
    try:
        answer = json.loads(error.read())
        code, message = answer["code"], answer["message"]
    except (ValueError, KeyError, TypeError):
        return DataPlaneError("InternalFailure", f"The sandbox data plane answered {error.code} to {path}.", 500)
    return DataPlaneError(code, message, error.code if 400 <= error.code < 500 else 500)


def from_environment():
    """The data plane that the environment names, or None: RDS is then answered from memory."""
    url = os.environ.get("SANDBOX_DATA_PLANE_URL")
    if not url:
        return None
    return DataPlane(url, os.environ.get("SANDBOX_DATA_PLANE_TOKEN", ""))
