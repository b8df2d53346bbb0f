"""What the log tells of requests that were refused."""

from __future__ import annotations

import logging

FAILURE = 500


class WithoutTraceback(logging.Filter):
    """A refusal (403, 404, …) is everyday and explains itself: one line. A failure keeps its traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        if getattr(record, "status_code", FAILURE) < FAILURE:
            record.exc_info = record.exc_text = None
        return True
