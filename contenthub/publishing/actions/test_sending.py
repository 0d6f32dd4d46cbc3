"""A test of a mail: its latest draft, to a few addresses typed by hand, as readers would get it.

No delivery, no mailing, no contact: nothing that happens to a test is counted anywhere.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import uuid
from collections.abc import Sequence
from html import escape

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import PageLogEntry

from channels import registry
from channels.base import AuthFailed, ChannelError, Connector, NotSent, Post
from channels.redaction import Redactor
from contenthub.lib import clock
from contenthub.lib.placeholders import UNSUBSCRIBE, WEB_VERSION
from contenthub.links import codes
from contenthub.links.actions import tag
from contenthub.links.models import Link
from contenthub.mailing.filling import filled
from contenthub.publishing import accounts, freeze
from contenthub.publishing.errors import PublishingError
from contenthub.publishing.models import Account
from contenthub.variants.actions import latest
from contenthub.variants.mail import CannotRender
from contenthub.variants.models import Variant

#: Addresses of one test; a person's mails within an hour.
MOST, AN_HOUR = 5, 30
#: Stands where a delivery's code would: no delivery has it, and reports can leave it out.
TEST = "test"
ACTION = "publishing.test_send"
_PREFIX = {"zh": "[测试]"}


class CannotTest(PublishingError):
    """No test was sent; the message says why and what to do."""


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What came of one address. ``problem`` is empty when the server took the mail."""

    address: str
    problem: str = ""


def test_accounts() -> list[Account]:
    """The accounts a test can be sent through: active, and of a channel that mails to people."""
    return [
        account for account in Account.objects.filter(state=Account.State.ACTIVE).order_by("name") if mails(account)
    ]


def mails(account: Account) -> bool:
    """Whether the account's channel sends mails to people."""
    if account.channel not in registry.names():
        return False
    able = registry.get(account.channel).capabilities
    return able.recipients and able.takes("email")


def addresses_in(text: str) -> list[str]:
    """The addresses in what was typed, parted by commas, semicolons or white space; each once.

    :raises CannotTest: none, too many, or one that is none.
    """
    found = list(dict.fromkeys(text.replace(",", " ").replace(";", " ").replace("，", " ").replace("；", " ").split()))
    if not found:
        raise CannotTest(_("Give at least one address."))
    if len(found) > MOST:
        raise CannotTest(_("A test goes to %(most)s addresses at most; these are %(count)s.") % _counts(len(found)))
    for address in found:
        try:
            validate_email(address)
        except ValidationError:
            raise CannotTest(_("“%s” is not a mail address.") % address) from None
    return found


def send_test(
    variant: Variant, account: Account, addresses: Sequence[str], user: AbstractBaseUser | None = None
) -> list[Outcome]:
    """Send the latest draft to each address and say what came of it.

    A server that takes nothing at all is asked once: the addresses behind it share its answer.

    :param user: whose mails within the hour are counted; None: a command.
    :raises CannotTest: the account sends no mails or is paused, the draft makes no mail, or the hour's mails are used up.
    :raises AccountTrouble: the account cannot be used as it stands.
    """
    if not mails(account):
        raise CannotTest(_("The account “%s” sends no mails; choose an e-mail account.") % account.name)
    if account.state != Account.State.ACTIVE:
        text = _("The account “%(name)s” is paused. %(reason)s Resume it first.")
        raise CannotTest(text % {"name": account.name, "reason": account.reason})
    speaker = accounts.connector(account)
    post = post_for(variant, account)
    _within_limit(user, len(addresses))
    # Written before the first mail leaves, so that a test that hangs or fails counts as well.
    log(instance=variant, action=ACTION, user=user, data={"account": account.name, "mails": len(addresses)})
    return _sent(speaker, post, addresses)


def post_for(variant: Variant, account: Account) -> Post:
    """The mail of the latest draft, not addressed yet.

    Its links lead straight to their pages, with the very UTM values a delivery's would have but for ``utm_id``, which is
    ``test``: a short link belongs to one delivery and counts its clicks, and a colleague's look is none of them. An
    address without UTM values, on the other hand, would turn up in analytics as a visitor from nowhere.

    :raises CannotTest: the draft makes no mail.
    """
    draft = latest(Variant.objects.get(pk=variant.pk))
    if draft.kind_name != "email":
        raise CannotTest(_("“%s” is not an email; only those can be sent as a test.") % draft.title)
    able = accounts.capabilities(account)
    target = draft.kind.target(draft)
    utm = dataclasses.replace(freeze.utm_of(draft, account, able), id=TEST)
    # No code holds a zero, so this is nobody's short link; it only marks where the tagged target goes.
    link = Link(code="0" * codes.LENGTH, target=target, tagged_target=tag(target, utm))
    for name, text in dataclasses.asdict(utm).items():
        setattr(link, f"utm_{name}", text)
    try:
        post = freeze.build(draft, link, able)
    except (CannotRender, freeze.EmptyVariant) as error:
        raise CannotTest(str(error)) from error
    places = {
        link.short_url: link.tagged_target,
        UNSUBSCRIBE: _explained("unsubscribe"),
        WEB_VERSION: _explained("web"),
    }
    return dataclasses.replace(
        post,
        title=f"{_PREFIX.get(post.language[:2], '[Test]')} {post.title}" if post.title.strip() else "",
        link=link.tagged_target,
        html=filled(post.html, {name: escape(url) for name, url in places.items()}),
        text=filled(post.text, places),
    )


def _explained(what: str) -> str:
    """A page of ours that says what the link does in the real mail."""
    return f"{settings.BASE_URL}{reverse('landing:test_mail', args=[what])}"


def _sent(speaker: Connector, post: Post, addresses: Sequence[str]) -> list[Outcome]:
    redactor, found = Redactor(speaker.secrets()), []
    session = getattr(speaker, "session", contextlib.nullcontext)
    over = ""
    with session():
        for address in addresses:
            problem = over or _one(speaker, dataclasses.replace(post, to=address, key=uuid.uuid4().hex), redactor)
            if isinstance(problem, ChannelError):
                text = redactor.text(problem.message)
                # No reply code: the server was not reached. A log-in that fails once fails for everybody.
                over = text if isinstance(problem, AuthFailed) or _is_down(problem) else ""
                problem = text
            found.append(Outcome(address, problem))
    return found


def _one(speaker: Connector, post: Post, redactor: Redactor) -> ChannelError | str:
    try:
        speaker.publish(post, {})
    except ChannelError as error:
        return error
    except Exception as error:
        text = redactor.text(f"{type(error).__name__}: {error}")
        return _("Sending failed in an unexpected way (%s).") % text[:300]
    return ""


def _is_down(error: ChannelError) -> bool:
    return isinstance(error, NotSent) and not error.code


def _within_limit(user: AbstractBaseUser | None, count: int) -> None:
    since = clock.now() - dt.timedelta(hours=1)
    rows = PageLogEntry.objects.filter(action=ACTION, user_id=user.pk if user else None, timestamp__gt=since)
    used = sum(int(row.data.get("mails", 0)) for row in rows)
    if used + count > AN_HOUR:
        text = _("%(used)s test mails were sent within the hour, and %(most)s are allowed. Wait a little.")
        raise CannotTest(text % {"used": used, "most": AN_HOUR})


def _counts(count: int) -> dict[str, int]:
    return {"most": MOST, "count": count}
