"""The server's settings, passed on its command line so that a new version of Isnad tunes old clusters too."""

import os
from pathlib import Path

MEGABYTE = 1024 * 1024

# For a small machine that other programs share; every name exists since PostgreSQL 15.
COMMON = {
    "max_connections": "120",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "checkpoint_timeout": "15min",
    "max_wal_size": "2GB",
    "max_parallel_workers_per_gather": "1",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
    "log_checkpoints": "off",
}
# An acknowledged write survives a power cut; on the command line, so that no configuration file turns it off.
DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
# For a cluster that is thrown away after the tests.
HASTY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum_naptime": "10min",
}


def options(sockets: Path, *, durable: bool) -> list[str]:
    """Command-line words for `postgres`: socket only, tuned, and durable unless it is thrown away."""
    memory = _memory()
    values = {
        "listen_addresses": "",
        "unix_socket_directories": _listed(sockets),
        "unix_socket_permissions": "0700",
        "shared_buffers": f"{min(256, max(32, memory // 8))}MB",
        "effective_cache_size": f"{max(128, memory // 2)}MB",
        **COMMON,
        **(DURABLE if durable else HASTY),
    }
    if _shared_memory() < 256:
        # Containers often have 64 MB of /dev/shm, which a parallel query overruns.
        values["dynamic_shared_memory_type"] = "mmap"
    return [word for name, value in values.items() for word in ("-c", f"{name}={value}")]


def _listed(path: Path) -> str:
    # The setting is a comma-separated list; quotes keep a comma or a space inside one member.
    return '"' + str(path).replace('"', '""') + '"'


def _memory() -> int:
    """Physical memory in megabytes."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MEGABYTE


def _shared_memory() -> int:
    """Size of /dev/shm in megabytes; large where the system has no such directory."""
    try:
        size = os.statvfs("/dev/shm")  # noqa: S108
    except OSError:
        return 1 << 20
    return size.f_frsize * size.f_blocks // MEGABYTE
