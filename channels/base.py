"""The seam between publishing and a platform: Post in, Receipt out, errors that say what to do next.

Everything here is plain data, so that a post can be written to the database exactly as it is about to be sent, and
read back years later exactly as it went out.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from channels.settings import Field

#: Stands in a post's text and HTML where publishing puts the delivery's tracked link.
LINK_PLACEHOLDER = "⟦link⟧"

#: What a connector learned in ``prepare`` (upload ids, container ids). JSON only; kept with the delivery.
State = dict[str, Any]


@dataclasses.dataclass(frozen=True)
class Media:
    """One file that goes with a post. ``path`` is a readable local file for as long as the call lasts."""

    path: Path
    name: str
    mime_type: str
    sha256: str
    size: int
    alt: str = ""
    width: int | None = None
    height: int | None = None
    #: A public address of the same bytes, for platforms that fetch media themselves. Empty where there is none.
    url: str = ""

    def read(self) -> bytes:
        """Return the file's bytes."""
        return self.path.read_bytes()

    def as_json(self) -> dict[str, Any]:
        return {**dataclasses.asdict(self), "path": str(self.path)}

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Media:
        return cls(**{**value, "path": Path(value["path"])})


@dataclasses.dataclass(frozen=True)
class Post:
    """What is to be published, once. Frozen: the same object that was committed is the one that is sent.

    ``key`` is unique per delivery and never changes between attempts: it is the idempotency key wherever a platform
    takes one. ``link`` is the delivery's own tracked short link, unique too: it is how the post is recognised when a
    platform's recent posts are looked through.
    """

    key: str
    kind: str
    title: str
    text: str = ""
    html: str = ""
    #: Preheader of a mail, digest of an article.
    summary: str = ""
    #: Where the post's short link leads, UTM values included.
    link: str = ""
    target: str = ""
    language: str = "en"
    hashtags: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()
    #: Further messages of a thread, in order.
    parts: tuple[str, ...] = ()
    #: The receipt id of the post this one replies to: the part of its thread before it.
    reply_to: str = ""
    #: One recipient's address; only where ``Capabilities.recipients`` is set.
    to: str = ""
    #: Extra protocol headers (mail: List-Unsubscribe and its kin).
    headers: tuple[tuple[str, str], ...] = ()
    #: Anything a kind wants a machine reader to have (webhook, folder): JSON only.
    data: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    #: Of a post that replaces what is live: unique per such change, the same for all its tries. ``key`` stays the first
    #: post's.
    change: str = ""

    def as_json(self) -> dict[str, Any]:
        """A JSON document that ``from_json`` turns back into an equal post."""
        value = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        value["media"] = [medium.as_json() for medium in self.media]
        value["hashtags"] = list(self.hashtags)
        value["parts"] = list(self.parts)
        value["headers"] = [list(pair) for pair in self.headers]
        value["data"] = dict(self.data)
        return value

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Post:
        fields = dict(value)
        fields["media"] = tuple(Media.from_json(medium) for medium in value.get("media", ()))
        fields["hashtags"] = tuple(value.get("hashtags", ()))
        fields["parts"] = tuple(value.get("parts", ()))
        fields["headers"] = tuple((name, text) for name, text in value.get("headers", ()))
        return cls(**fields)


@dataclasses.dataclass(frozen=True)
class Receipt:
    """What the platform gave back. ``pending`` means accepted but not live yet: ``find`` is asked again later."""

    id: str
    url: str = ""
    pending: bool = False
    #: The platform's answer, redacted, for the attempt's record.
    raw: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    #: The key of the post that it is of; publishing fills it in where it hands a receipt back.
    key: str = ""


@dataclasses.dataclass(frozen=True)
class Capabilities:
    """What a channel can do, declared so that what it cannot do is refused before it is scheduled."""

    #: Kinds of variant it takes; empty: every kind, those of later days included (ask ``takes``).
    kinds: frozenset[str] = frozenset()
    #: None: no limit that we know of.
    text_limit: int | None = None
    #: A name in ``channels.counting.UNITS``.
    text_unit: str = "characters"
    #: Length every URL counts as; None: its own length.
    url_length: int | None = None
    #: ``Post.html`` is used; otherwise only ``Post.text``.
    html: bool = False
    media_limit: int = 0
    media_required: bool = False
    #: MIME types it takes; empty: any.
    media_types: frozenset[str] = frozenset()
    #: Bytes of one medium; None: no limit that we know of.
    media_bytes: int | None = None
    #: Preferred image size in pixels, (width, height); None: the kind chooses.
    image_size: tuple[int, int] | None = None
    links: bool = True
    links_clickable: bool = True
    #: ``update`` and ``withdraw`` work, and both are repeatable: a second call with the same arguments changes nothing
    #: for readers, so that one whose outcome is not known is simply made again.
    edit: bool = False
    withdraw: bool = False
    metrics: bool = False
    #: The platform itself drops a second post with the same key.
    idempotency: bool = False
    #: Seconds that the platform remembers a key, counted from the first call.
    key_window: int = 3600
    #: ``find`` can tell whether a post went out.
    lookup: bool = False
    #: Seconds a platform may need until ``find`` sees a post that it accepted.
    lookup_grace: int = 60
    #: The same for a post with media, which platforms work on for longer.
    media_grace: int = 600
    #: One post goes to many recipients of a list, each by a message of their own (mail).
    recipients: bool = False
    #: It opens the variant's own page to the public; other channels can only link to that page once it is open.
    releases: bool = False
    #: A person publishes the prepared package by hand.
    assisted: bool = False
    #: At most (count, seconds) publishing calls per account; None: no limit that we know of.
    rate: tuple[int, int] | None = None
    #: The same for all accounts of one app together (``Connector.app`` names it).
    app_rate: tuple[int, int] | None = None
    #: Seconds before their end at which credentials that can be renewed are.
    renew_ahead: int = 600
    #: It takes the parts of a thread one by one, each replying to the one before (``Post.reply_to``).
    threads: bool = False
    #: ``still_live`` can tell whether a post that was live still is.
    recheck: bool = False
    #: UTM values of links that leave through this channel; source defaults to the channel's name.
    utm_source: str = ""
    utm_medium: str = "referral"

    def takes(self, kind: str) -> bool:
        """Whether a variant of this kind can go through the channel."""
        return not self.kinds or kind in self.kinds


class ChannelError(Exception):
    """A failure a person can read. Its class says what happens next.

    :param message: one sentence for the editor: what happened and what to do.
    :param retry_after: seconds the platform asked us to wait.
    :param code: the platform's own code, if it gave one.
    :param raw: the platform's answer, redacted.
    """

    def __init__(self, message: str, *, retry_after: float | None = None, code: str = "", raw: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.retry_after = retry_after
        self.code = code
        self.raw = raw


class NotSent(ChannelError):
    """Nothing reached the audience; safe to try again (after ``retry_after``)."""


class RateLimited(NotSent):
    """The account has made too many calls for now: nothing goes through it for ``retry_after`` seconds."""


class QuotaSpent(NotSent):
    """The account's quota is used up: it is paused, for ``retry_after`` seconds or until a person resumes it."""


class Refused(ChannelError):
    """The platform said no and would say no again; a person must change something."""


class AuthFailed(ChannelError):
    """The account's credentials are not accepted: the account is paused until a person reconnects it."""


class Ambiguous(ChannelError):
    """The call was made and its outcome is unknown: look it up, never repeat it blindly."""


class Duplicate(Ambiguous):
    """Refused as a duplicate: very likely of our own earlier call, whose answer was lost.

    :param original: what the platform named as the original, if it named it.
    """

    def __init__(self, message: str, *, original: Receipt | None = None, code: str = "", raw: str = "") -> None:
        super().__init__(message, code=code, raw=raw)
        self.original = original


class CannotKnow(ChannelError):
    """``find`` could not tell whether the post is out (the look-up itself failed, or the channel has none)."""


@dataclasses.dataclass(frozen=True)
class Renewal:
    """New credentials: the account's fields that changed, and when they end (aware; None: they do not)."""

    values: Mapping[str, str]
    expires_at: dt.datetime | None = None


class Connector:
    """One channel. Subclass it as ``Connector`` in ``channels/connectors/<name>.py``.

    A connector translates one post into one platform's words and back. Scheduling, retries, rate limits and pausing
    are publishing's; a connector keeps no state of its own beyond what it is constructed with.
    """

    label: ClassVar[str] = ""
    capabilities: ClassVar[Capabilities] = Capabilities()
    #: Declared account fields; ``base_url`` is always among them for an HTTP platform.
    settings: ClassVar[tuple[Field, ...]] = ()

    def __init__(self, values: Mapping[str, str]) -> None:
        """:param values: the account's settings, cleaned by ``channels.settings.clean``."""
        self.values = dict(values)

    def secrets(self) -> tuple[str, ...]:
        """The account's secret values, for blanking them out of whatever is recorded."""
        return tuple(self.values.get(field.name, "") for field in self.settings if field.kind == "secret")

    @classmethod
    def place(cls, values: Mapping[str, str]) -> str:
        """Where in a browser a person can look at what the account published; empty: nowhere."""
        return values.get("base_url", "")

    def app(self) -> str:
        """Name the app whose limits the account shares with others; by default the service it is on."""
        return self.values.get("base_url", "")

    def renew(self) -> Renewal | None:
        """Exchange the account's credentials for new ones; None where they do not end.

        Called by one worker at a time; what it returns is stored before it is used.

        :raises AuthFailed: the credentials cannot be renewed; a person must connect the account again.
        :raises ChannelError: later again.
        """
        return None

    def limits(self) -> Capabilities:
        """The capabilities of this very account; reads them from the server where they differ by instance.

        :raises ChannelError: the server did not answer.
        """
        return self.capabilities

    def check(self) -> str:
        """Test the connection without publishing anything; return one sentence saying what was reached.

        :raises ChannelError: with what to do about it.
        """
        raise Refused("This channel has no connection to test.")

    def problems(self, post: Post) -> Sequence[str]:
        """Reasons why the platform would refuse this post; empty when it should be taken."""
        return ()

    def prepare(self, post: Post, state: State) -> State:
        """Upload what the post needs. Repeatable; nobody sees anything. Return the new state."""
        return state

    def publish(self, post: Post, state: State) -> Receipt:
        """Make exactly one mutating call.

        :raises NotSent, Refused, AuthFailed, Ambiguous:
        """
        raise NotImplementedError

    def find(self, post: Post, since: dt.datetime) -> Receipt | None:
        """Look our post up by its key or link among what was published after ``since`` (aware, UTC). Read-only.

        :returns: the receipt, or None when the post is certainly not there.
        :raises CannotKnow: when the look-up cannot tell.
        :raises AuthFailed: it cannot tell either, because the account's credentials are not accepted.
        :raises RateLimited, QuotaSpent: nor can it, because the whole account is to wait.
        """
        raise CannotKnow("This channel cannot be asked what was published.")

    def identify(self, url: str) -> str:
        """The id of our post at this address, as ``Receipt.id``; empty where the address does not tell.

        For posts that a person says are live there. No call is made.
        """
        return ""

    def update(self, post: Post, receipt: Receipt) -> Receipt:
        """Put ``post`` in place of what is live; repeatable. Only where ``capabilities.edit``.

        :returns: what is live now; its id may be another one.
        :raises Refused: it is not there any more, among others; it must not come back by this.
        :raises NotSent, AuthFailed, Ambiguous:
        """
        raise Refused("This channel cannot change a published post.")

    def withdraw(self, receipt: Receipt) -> None:
        """Take down what is live; repeatable, and done when it is gone already. Only where ``capabilities.withdraw``.

        :raises NotSent, Refused, AuthFailed, Ambiguous:
        """
        raise Refused("This channel cannot withdraw a published post.")

    def still_live(self, receipt: Receipt) -> bool:
        """Whether what was live still is. Read-only. Only where ``capabilities.recheck``.

        :raises ChannelError: it cannot tell.
        """
        raise CannotKnow("This channel cannot be asked whether a post is still live.")
