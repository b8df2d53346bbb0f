"""Care for the queue itself."""

from __future__ import annotations

from procrastinate import JobContext

KEPT_HOURS = 7 * 24


async def retry_stalled(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - what every periodic task is given
    """Give the jobs of workers that were killed to others."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        await manager.retry_job(job)


async def forget_old(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 - what every periodic task is given
    """Remove jobs that ended long ago. Those that succeeded are gone at once."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )
