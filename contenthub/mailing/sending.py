"""A batch of a mailing through a connector: each row once, every outcome written down."""

from __future__ import annotations

import contextlib

from channels.base import Ambiguous, AuthFailed, Connector, NotSent, Post, Refused
from contenthub.audience import actions as audience
from contenthub.mailing import ledger
from contenthub.mailing.models import Mailing, Recipient
from contenthub.mailing.personal import personal

State = Recipient.State

#: Enhanced status codes (RFC 3463, RFC 7505) that say the mailbox does not exist: no mail ever again.
BAD_MAILBOX = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10"})
#: After so many mails in a row that the server would not take now, it is the server: all wait.
OUTAGE = 3
#: After so many refusals in a row that name no bad mailbox, it is the mail or the account: a person must look.
REFUSALS = 5


class Batch:
    """One run of ``send_batch``: what it needs for each mail, and what it has seen go wrong in a row."""

    def __init__(self, mailing: Mailing, connector: Connector) -> None:
        self.mailing = mailing
        self.connector = connector
        self.post = Post.from_json(mailing.post)
        self._delayed = 0
        self._refused: list[Recipient] = []

    def session(self) -> contextlib.AbstractContextManager:
        """One connection for the whole batch, where the connector can keep one."""
        session = getattr(self.connector, "session", None)
        return session() if session else contextlib.nullcontext()

    def send(self, row: Recipient) -> bool:
        """Send one row that was taken. False: stop the batch, the server takes nothing now.

        :raises AuthFailed, Refused: the account or the mail itself is at fault; nothing is lost.
        """
        try:
            reason = audience.reason_against(row.contact_id)
            post = None if reason else personal(self.post, self.mailing, row)
        except BaseException:
            ledger.release(row)
            raise
        if post is None:
            ledger.end(row, State.EXCLUDED, reason)
            return True
        try:
            self.connector.publish(post, {})
        except NotSent as error:
            return self._not_sent(row, error)
        except Refused as error:
            self._was_refused(row, error)
        except AuthFailed:
            ledger.release(row)
            raise
        except Ambiguous as error:
            ledger.end(row, State.UNCONFIRMED, error.message)
        except BaseException as error:
            # Nobody knows how far it came: also when the process is being stopped.
            ledger.end(row, State.UNCONFIRMED, f"{ledger.INTERRUPTED} ({type(error).__name__})")
            raise
        else:
            ledger.end(row, State.SENT)
            self._delayed, self._refused = 0, []
        return True

    def _not_sent(self, row: Recipient, error: NotSent) -> bool:
        ledger.retry_later(row, error.message, error.retry_after)
        # 4.1.x and 4.2.x speak of this one mailbox (RFC 3463).
        self._delayed += not error.code.startswith(("4.1.", "4.2."))
        if self._delayed < OUTAGE:
            return True
        ledger.postpone(self.mailing, error.message, error.retry_after)
        return False

    def _was_refused(self, row: Recipient, error: Refused) -> None:
        self._delayed = 0
        if error.code in BAD_MAILBOX:
            ledger.end(row, State.REFUSED, error.message)
            if row.contact:
                audience.suppress(row.contact, error.message)
        elif len(self._refused) + 1 < REFUSALS:
            ledger.end(row, State.REFUSED, error.message)
            self._refused.append(row)
        else:
            # This row last: as long as it is open, nobody can settle the mailing.
            ledger.take_back(self._refused)
            ledger.release(row)
            raise error
