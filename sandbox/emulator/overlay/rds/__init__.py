"""RDS: roles, restores, events and read-back that MiniStack lacks, and the forwarding to real PostgreSQL servers."""

from . import (
    catalog,
    clusters,
    events,
    failover,
    global_clusters,
    instances,
    names,
    read_back,
    restore,
    roles,
    snapshots,
    state,
    subscriptions,
)


def install(plane):
    """Applies the RDS patches. ``plane`` is a DataPlane, or None for answers from memory."""
    for area in (names, read_back, catalog, roles, subscriptions):
        area.install()
    for area in (events, clusters, instances, global_clusters, failover, snapshots, restore):
        area.install(plane)
    # Last: it wraps the final Describe handlers.
    state.install(plane)
