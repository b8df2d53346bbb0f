"""The embedded PostgreSQL: found, initialised, started, shared between processes, and stopped by the last."""

from project.embedded.checks import check_server
from project.embedded.cluster import Cluster, start_or_join
from project.embedded.errors import StartError
from project.embedded.places import Places

__all__ = ["Cluster", "Places", "StartError", "check_server", "start_or_join"]
