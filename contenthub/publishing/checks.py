"""Whether a variant can go through an account: what only the channel knows, added to the variant's own checks.

Length is counted after the tracked link is put in, in the channel's own unit.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Sequence

from django.utils.translation import gettext as _

from channels.base import LINK_PLACEHOLDER, Capabilities, Connector, Media, Post
from channels.counting import measure, urls
from contenthub.assets.addresses import public_url
from contenthub.audience.actions import DEFAULT_LIST
from contenthub.audience.models import ContactList
from contenthub.publishing import accounts, freeze
from contenthub.publishing.channel_words import said
from contenthub.publishing.errors import AccountTrouble
from contenthub.publishing.models import Account, Delivery
from contenthub.variants import checks as variant_checks
from contenthub.variants.models import Variant
from contenthub.variants.problem import Problem


def problems(variant: Variant, account: Account, opens: Collection[int] = ()) -> list[Problem]:
    """Everything that stands against publishing this variant, as it is given, through this account.

    Approval is not asked about: a draft can be checked too.

    :param opens: ids of the variants whose own pages are made public together with it.
    """
    found = list(variant_checks.problems(variant))
    try:
        speaker = accounts.connector(account)
    except AccountTrouble as error:
        return [*found, Problem("account", str(error))]
    able = accounts.capabilities(account)
    if not able.takes(variant.kind_name):
        return [*found, _not_taken(variant, speaker)]
    try:
        posts = freeze.whole(variant, freeze.stand_in(variant, account, able), able, key="0" * 32)
    except freeze.EmptyVariant as error:
        return [*found, Problem("empty", str(error))]
    target = public_target(variant, able, planned=True, opens=opens)
    return [*found, *target, *_list(account, able), *_of_posts(posts, able, speaker)]


def for_editors(variant: Variant, *, with_media: bool = True) -> list[Problem]:
    """What the channels of the active accounts would have against a variant that is sound in itself; all warnings.

    Another account may take it, so none of this keeps it from being approved.
    """
    if any(problem.severity == "error" for problem in variant_checks.problems(variant)):
        return []
    found: dict[str, Problem] = {}
    for account in Account.objects.filter(state=Account.State.ACTIVE):
        for problem in _of_channel(variant, account, with_media):
            text = f"{account.name}: {problem.message}"
            found.setdefault(text, dataclasses.replace(problem, message=text, severity="warning"))
    return list(found.values())


def while_typing(variant: Variant) -> list[Problem]:
    """``for_editors`` without pictures and files: those would be drawn and stored at every key that is pressed."""
    return for_editors(variant, with_media=False)


def _of_channel(variant: Variant, account: Account, with_media: bool) -> list[Problem]:
    try:
        speaker, able = accounts.connector(account), accounts.capabilities(account)
        if not able.takes(variant.kind_name):
            return []
        if not with_media:
            able = dataclasses.replace(able, media_limit=0, media_required=False)
        posts = freeze.whole(variant, freeze.stand_in(variant, account, able), able, key="0" * 32)
    except (AccountTrouble, freeze.EmptyVariant):
        return []
    if not with_media:
        found = [problem for post in posts for problem in (*_length(post, able), *_links(post, able))]
        return [problem for problem in found if problem.code != "empty"]  # it may be all pictures
    return _of_posts(posts, able, speaker)


def errors(found: Sequence[Problem]) -> list[Problem]:
    """Those that keep the variant from being published."""
    return [problem for problem in found if problem.severity == "error"]


def sentence(found: Sequence[Problem]) -> str:
    """The problems' messages in one line."""
    return " ".join(str(problem.message).strip() for problem in found)


def of_post(post: Post, able: Capabilities, speaker: Connector) -> list[Problem]:
    """What the channel has against this very post."""
    own = [Problem("channel", str(message)) for message in speaker.problems(post)]
    return [*_length(post, able), *_media(post, able), *_links(post, able), *own]


def _of_posts(posts: Sequence[Post], able: Capabilities, speaker: Connector) -> list[Problem]:
    """The same of a thread's posts, each finding with the number of its part."""
    if len(posts) == 1:
        return of_post(posts[0], able, speaker)
    found: list[Problem] = []
    for number, post in enumerate(posts, start=1):
        part = _("Part %s") % number
        found += [
            dataclasses.replace(problem, message=f"{part}: {problem.message}")
            for problem in of_post(post, able, speaker)
        ]
    return found


def public_target(
    variant: Variant, able: Capabilities, *, planned: bool = False, opens: Collection[int] = ()
) -> Iterator[Problem]:
    """The link must not lead to a page that answers 404.

    :param planned: it goes out later: a page whose own release is on its way is good enough.
    :param opens: ids of the variants whose own pages are made public before it.
    """
    asset = variant.source_asset
    if asset is None:
        yield Problem("no_asset", _("The asset this variant belongs to is gone."))
        return
    # A page of the variant's own leads on to the asset.
    if not asset.live and (variant.kind.public or variant.kind.target(variant) == public_url(asset)):
        yield Problem(
            "asset_not_public",
            _("The link leads to “%s”, which is not published. Publish the asset first.") % asset.title,
        )
    waits = variant.kind.public and not variant.released_at and not able.releases
    if waits and variant.pk not in opens and not (planned and _release_planned(variant)):
        text = _("The link leads to “%s”, which is not public yet. Release it on this site first.")
        yield Problem("not_released", text % variant.title)


def _release_planned(variant: Variant) -> bool:
    coming = Delivery.objects.filter(
        variant_id=variant.pk, state__in=[Delivery.State.SCHEDULED, Delivery.State.SENDING]
    ).select_related("account")
    return any(_releases(delivery.account) for delivery in coming)


def _releases(account: Account) -> bool:
    try:
        return accounts.capabilities(account).releases
    except AccountTrouble:
        return False


def _list(account: Account, able: Capabilities) -> Iterator[Problem]:
    slug = account.values.get("list", "")
    if able.recipients and slug != DEFAULT_LIST and not ContactList.objects.filter(slug=slug).exists():
        text = _(
            "The account “%(account)s” mails to the list “%(list)s”, which does not exist. Make it, or change the account."
        )
        yield Problem("no_list", text % {"account": account.name, "list": slug})


def _not_taken(variant: Variant, speaker: Connector) -> Problem:
    return Problem(
        "kind_not_taken",
        _("%(channel)s does not take a %(kind)s. Choose another account or another variant.")
        % {"channel": said(speaker.label), "kind": str(variant.kind.label).lower()},
    )


def _length(post: Post, able: Capabilities) -> Iterator[Problem]:
    if not (post.text.strip() or post.html.strip() or post.media):
        yield Problem("empty", _("There is nothing in it to publish."))
    if able.text_limit is None:
        return
    for number, text in enumerate((post.text, *post.parts), start=1):
        length = measure(text, able.text_unit, able.url_length)
        if length > able.text_limit:
            which = _("Part %s") % number if post.parts else _("The text")
            yield Problem(
                "too_long",
                _("%(which)s is %(over)s too long with its link: %(length)s, and %(limit)s are allowed. Shorten it.")
                % {"which": which, "over": length - able.text_limit, "length": length, "limit": able.text_limit},
                where="text",
            )


def _media(post: Post, able: Capabilities) -> Iterator[Problem]:
    if able.media_required and not post.media:
        yield Problem("media_required", _("This channel takes no post without an image or video. Add one."))
    if len(post.media) > able.media_limit:
        yield Problem(
            "too_many_media",
            _("It has %(count)s images or videos; this channel takes %(limit)s.")
            % {"count": len(post.media), "limit": able.media_limit},
        )
    for medium in post.media:
        yield from _medium(medium, able)


def _medium(medium: Media, able: Capabilities) -> Iterator[Problem]:
    if able.media_types and medium.mime_type not in able.media_types:
        allowed = ", ".join(sorted(able.media_types))
        yield Problem(
            "media_type",
            _("%(name)s is %(type)s; this channel takes %(allowed)s.")
            % {"name": medium.name, "type": medium.mime_type, "allowed": allowed},
        )
    if able.media_bytes is not None and medium.size > able.media_bytes:
        yield Problem(
            "media_too_large",
            _("%(name)s has %(size)s MB; this channel takes %(limit)s MB.")
            % {"name": medium.name, "size": _megabytes(medium.size), "limit": _megabytes(able.media_bytes)},
        )


def _megabytes(size: int) -> str:
    return f"{size / 2**20:.1f}".removesuffix(".0")


def _links(post: Post, able: Capabilities) -> Iterator[Problem]:
    texts = (post.text, *post.parts)
    if not able.links and any(True for text in texts for _span in urls(text)):
        yield Problem("no_links", _("This channel allows no links in the text. Remove them."), where="text")
    if any(LINK_PLACEHOLDER in text for text in (*texts, post.html, post.summary)):
        yield Problem("link_missing", _("The tracked link could not be put in."))
