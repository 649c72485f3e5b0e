"""The Celery app: JSON only, ids only, late acknowledgement, nothing stored as a result."""

from __future__ import annotations

from celery import Celery

QUEUES = ("answers", "snippets", "replies")

app = Celery("tutor", set_as_current=False)


def configure(redis_url: str) -> Celery:
    """Point the app at its broker. A Unix socket is written `redis+socket:///path/to/socket`."""
    app.conf.update(
        broker_url=redis_url,
        broker_connection_retry_on_startup=True,
        broker_transport_options={"visibility_timeout": 900, "unacked_mutex_expire": 30},
        task_serializer="json",
        accept_content=["json"],
        task_ignore_result=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_default_queue="replies",
        task_create_missing_queues=True,
        task_store_errors_even_if_ignored=False,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        worker_send_task_events=False,
        worker_enable_remote_control=False,
        include=["workers.tasks"],
    )
    return app
