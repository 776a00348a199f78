"""How a patch replaces or wraps one RDS action of MiniStack."""

from ministack.services import rds

from ..data_plane import DataPlaneError


def wrap(name, wrapper):
    """Replaces action ``name`` by ``wrapper(original, params)``; a refusal of the data plane becomes an API error."""
    original = rds._ACTION_MAP.get(name)

    def handler(params):
        try:
            return wrapper(original, params)
        except DataPlaneError as error:
            return refuse(error.code, error.message, error.status)

    rds._ACTION_MAP[name] = handler


def refuse(code, message, status=400):
    """An API error, with the text escaped."""
    return rds._error(code, rds._esc(message), status)


def succeeded(response):
    """Whether an action's response is a success."""
    return response[0] == 200


def parameter(params, name):
    """A request parameter, or None when it is absent or empty."""
    return rds._p(params, name) or None


def cluster_response(action, cluster):
    """The answer of an action that returns one DB cluster."""
    body = f"<{action}Result><DBCluster>{rds._cluster_xml(cluster)}</DBCluster></{action}Result>"
    return rds._xml(200, f"{action}Response", body)


def global_response(action, cluster):
    """The answer of an action that returns one global cluster."""
    body = f"<{action}Result><GlobalCluster>{rds._global_cluster_xml(cluster)}</GlobalCluster></{action}Result>"
    return rds._xml(200, f"{action}Response", body)
