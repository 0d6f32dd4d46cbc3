"""The endpoint: one call, one answer, and one error with a reason."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from channels.base import ChannelError
from channels.http import Client

#: Seconds to connect; a model that is there answers the call itself only when it has written.
_CONNECT = 5.0
#: Bytes of an answer: far more than copy for one variant ever needs.
_LIMIT = 512 * 1024


class WriterFailed(Exception):
    """No usable answer; the message says why and that nothing was changed."""


def configured() -> bool:
    """Whether this hub has a writer."""
    return bool(settings.WRITER_URL and settings.WRITER_MODEL)


def model() -> str:
    """The model's name, as texts are marked with it."""
    return str(settings.WRITER_MODEL)


def ask(system: str, user: str) -> str:
    """The answer's text.

    ``POST {WRITER_URL}/chat/completions``, the chat call that OpenAI, vLLM, Ollama, llama.cpp and others speak.
    Temperature 0, so that asking twice gives the same where the model allows it. ``WRITER_TIMEOUT`` seconds in all.

    :raises WriterFailed: not configured, not reached, too slow, refused, or an answer of another shape.
    """
    if not configured():
        raise WriterFailed(_("No writer is set up; give WRITER_URL and WRITER_MODEL (see docs/configuration.md)."))
    question = {
        "model": model(),
        "temperature": 0,
        "messages": [{"role": "system", "content": system}, {"role": "user", "content": user}],
    }
    began = time.monotonic()
    try:
        return _text(_call(question))
    except ChannelError as error:
        taken = round(time.monotonic() - began)
        message = _("The writer gave no answer (%(reason)s after %(seconds)s s). The words stay as they are.")
        raise WriterFailed(message % {"reason": str(error).rstrip("."), "seconds": taken}) from error


def _call(question: dict[str, Any]) -> dict[str, Any]:
    key = settings.WRITER_KEY
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    # Whoever runs the hub set the address, and a model often runs beside it: private addresses are allowed.
    with Client(
        settings.WRITER_URL,
        headers=headers,
        timeout=(_CONNECT, float(settings.WRITER_TIMEOUT)),
        secrets=[key] if key else [],
        allow_private=True,
        answer_limit=_LIMIT,
        patience=1,
    ) as client:
        return client.upload("POST", "/chat/completions", json=question).object()


def _text(answer: dict[str, Any]) -> str:
    try:
        text = answer["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError):
        text = None
    if not isinstance(text, str) or not text.strip():
        raise WriterFailed(_("The writer answered something that is no text. The words stay as they are."))
    return text
