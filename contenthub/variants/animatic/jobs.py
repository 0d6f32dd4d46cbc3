"""Making an animatic on a worker: asked for, followed, called off. The file is the truth; the queue only carries the work."""

from __future__ import annotations

import dataclasses
import logging
import os
import socket
import time
from typing import Any

import django_rq
from django.db import close_old_connections
from django.utils import translation
from django.utils.translation import gettext as _
from redis.exceptions import RedisError
from rq import Worker, get_current_job
from rq.exceptions import NoSuchJobError
from rq.job import Job, JobStatus
from rq.timeouts import JobTimeoutException

from contenthub.variants.actions import latest
from contenthub.variants.animatic import making, store
from contenthub.variants.animatic.film import digest
from contenthub.variants.animatic.problem import AnimaticError, Cancelled
from contenthub.variants.models import Variant

LOGGER = logging.getLogger(__name__)
QUEUE = "media"
#: Seconds a job may take in all; seconds of silence after which its worker is taken for dead.
JOB_SECONDS, SILENCE = 900, 45
#: Seconds between two reports of progress.
_EVERY = 0.4
_KEPT = 24 * 3600


@dataclasses.dataclass(frozen=True)
class Status:
    """How it stands: ``none``, ``waiting``, ``working``, ``ready``, ``failed``, ``cancelled`` or ``unknown`` (no queue)."""

    state: str
    message: str = ""
    done: int = 0
    total: int = 0

    @property
    def busy(self) -> bool:
        return self.state in ("waiting", "working")

    def as_json(self) -> dict[str, Any]:
        return {**dataclasses.asdict(self), "busy": self.busy}


def status(variant: Any) -> Status:
    """How the animatic of the variant, as it is given, stands."""
    name = digest(variant)
    if store.there(variant.pk, name):
        return Status("ready")
    try:
        job = _job(variant.pk, name)
        return _status(job) if job else Status("none")
    except RedisError:
        return _no_queue()


def request(variant: Any) -> Status:
    """Ask a worker for the animatic, unless it is made, or being made, already."""
    found = status(variant)
    if found.state == "ready" or found.busy or found.state == "unknown":
        return found
    name = digest(variant)
    try:
        queue = django_rq.get_queue(QUEUE)
        if old := _job(variant.pk, name):
            old.delete()
        queue.connection.delete(_stop_key(_id(variant.pk, name)))
        queue.enqueue(
            run, variant.pk, translation.get_language() or "en", job_id=_id(variant.pk, name),
            job_timeout=JOB_SECONDS, result_ttl=_KEPT, failure_ttl=_KEPT,
        )  # fmt: skip
    except RedisError:
        return _no_queue()
    return status(variant)


def cancel(variant: Any) -> Status:
    """Call it off, wherever it stands."""
    name = digest(variant)
    try:
        job = _job(variant.pk, name)
        if job is None:
            return status(variant)
        # The mark comes first: a job that is taken from the queue at this very moment sees it.
        job.connection.set(_stop_key(job.id), 1, ex=JOB_SECONDS)
        if job.get_status() == JobStatus.QUEUED:
            job.delete()
            return Status("cancelled", _("It was called off."))
        return status(variant)
    except RedisError:
        return _no_queue()


def run(variant_id: int, language: str) -> None:
    """The work itself, on a worker: makes the animatic of the variant's latest draft."""
    job = get_current_job()
    assert job is not None
    close_old_connections()
    try:
        with translation.override(language):
            _work(job, variant_id)
    finally:
        close_old_connections()


def _work(job: Job, variant_id: int) -> None:
    try:
        variant = Variant.objects.filter(pk=variant_id).first()
        if variant is None:
            raise AnimaticError(_("The variant was deleted."))
        made = making.make(latest(variant), _Reporter(job))
        keep = {made, *([digest(variant.specific)] if variant.live else [])}
        store.clean(variant_id, keep)
    except Cancelled:
        _end(job, "cancelled", _("It was called off."))
    except AnimaticError as error:
        _end(job, "failed", str(error))
    except JobTimeoutException:
        _end(job, "failed", _("It took longer than %(minutes)s minutes.") % {"minutes": JOB_SECONDS // 60})


def _end(job: Job, state: str, message: str) -> None:
    LOGGER.info("animatic %s: %s", state, message)
    job.meta.update(state=state, message=message)
    job.save_meta()


class _Reporter:
    """Writes progress where the editor's screen finds it, not too often; notices when it was called off."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.last = 0.0

    def __call__(self, step: str, done: int, total: int) -> None:
        if time.monotonic() - self.last < _EVERY:
            return
        self.last = time.monotonic()
        try:
            if self.job.connection.exists(_stop_key(self.job.id)):
                raise Cancelled
            self.job.meta.update(step=step, done=done, total=total, at=time.time())
            self.job.save_meta()
        except RedisError:
            LOGGER.warning("the queue does not answer; the animatic is made all the same")


def _status(job: Job) -> Status:
    state = job.get_status()
    meta = job.meta
    if meta.get("state"):
        return Status(meta["state"], meta["message"])
    if state == JobStatus.QUEUED:
        waits = _("Waiting for a worker.") if _workers(job) else _no_worker()
        return Status("waiting", waits)
    if state == JobStatus.STARTED:
        since = meta.get("at") or (job.started_at.timestamp() if job.started_at else time.time())
        if time.time() - since > SILENCE:
            return Status("failed", _("Its worker stopped in the middle. Make it again."))
        return _working(meta)
    if state == JobStatus.FINISHED:
        return Status("none")  # its file was cleaned away, or the script became another meanwhile
    return Status("failed", _("It was ended by an error or by the system; the worker's log says more. Make it again."))


def _working(meta: dict[str, Any]) -> Status:
    done, total = int(meta.get("done", 0)), int(meta.get("total", 0))
    if not total:
        return Status("working", _("It is being begun."))
    if meta["step"] == "draw":
        # Drawing is the smaller part of the work: its tenth counts as much as it takes.
        message = _("Drawing scene %(done)s of %(total)s.") % {"done": done + 1, "total": total}
        return Status("working", message, round(15 * done / total), 100)
    message = _("Encoding: %(done)s%%.") % {"done": done}
    return Status("working", message, 15 + round(85 * done / total), 100)


def _workers(job: Job) -> bool:
    """Whether a worker listens to the queue; one of this machine must also be alive."""
    here = socket.gethostname()
    for worker in Worker.all(queue=django_rq.get_queue(QUEUE)):
        if worker.hostname != here or worker.pid is None or _alive(worker.pid):
            return True
    return False


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _no_worker() -> str:
    return _(
        "No worker takes this work: start one with “manage.py hub”, or with “manage.py rqworker media”. "
        "The animatic is then made."
    )


def _no_queue() -> Status:
    return Status("unknown", _("The queue server does not answer; nothing can be made until it does."))


def _job(variant_id: int, name: str) -> Job | None:
    try:
        return Job.fetch(_id(variant_id, name), connection=django_rq.get_queue(QUEUE).connection)
    except NoSuchJobError:
        return None


def _id(variant_id: int, name: str) -> str:
    return f"animatic-{variant_id}-{name}"


def _stop_key(job_id: str) -> str:
    return f"hub:stop:{job_id}"
