"""Unsubscribing, and a mail as a page."""

from __future__ import annotations

import contextlib

from csp.decorators import csp
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from contenthub.audience.actions import consent_holds
from contenthub.audience.models import Method, Purpose
from contenthub.landing.views.message import gone, message
from contenthub.links.visitors import address
from contenthub.mailing import web
from contenthub.mailing.actions import BadToken, recipient_for
from contenthub.mailing.actions import unsubscribe as withdraw
from contenthub.mailing.models import Recipient

#: The mail's own policy lets it style itself inline and show pictures; the sandbox gives it an origin of its own on top,
#: so that nothing in it could act in the hub's name.
MAIL_POLICY = {
    **web.POLICY,
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox", "allow-top-navigation-by-user-activation"],
}


@csrf_exempt  # The signed address is the authority; mailbox providers post to it without any cookie (RFC 8058).
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows a page with a button and changes nothing; POST unsubscribes, the button's and the one-click one alike."""
    try:
        recipient = recipient_for(token)
    except BadToken:
        return _unknown(request)
    language = recipient.contact.language if recipient.contact else translation.get_language_from_request(request)
    with translation.override(language):
        if request.method != "POST":
            context = {"recipient": recipient, "subscribed": _subscribed(recipient)}
            return _private(render(request, "landing/unsubscribe.html", context))
        _withdrawn(request, token)
        text = _("No more newsletters will be sent to %s.") % recipient.email
        return _private(message(request, title=_("You are unsubscribed"), text=text))


def _subscribed(recipient: Recipient) -> bool:
    return recipient.contact is not None and consent_holds(recipient.contact, Purpose.NEWSLETTER)


def _withdrawn(request: HttpRequest, token: str) -> None:
    """A contact that was erased since has nothing left to withdraw."""
    one_click = request.POST.get("List-Unsubscribe") == "One-Click"
    # Without the token: whoever reads the record later could use it.
    source = request.build_absolute_uri(request.path.removesuffix(token))
    with contextlib.suppress(BadToken):
        withdraw(
            token,
            Method.ONE_CLICK if one_click else Method.UNSUBSCRIBE_LINK,
            source_url=source,
            ip=address(request) or None,
            user_agent=request.headers.get("User-Agent", ""),
        )


def _unknown(request: HttpRequest) -> HttpResponse:
    with translation.override(translation.get_language_from_request(request)):
        return message(
            request,
            title=_("This unsubscribe address does not work"),
            text=_(
                "It is incomplete, or was not made by us. Open the whole link from the mail once more, or answer the "
                "mail and ask to be taken off the list."
            ),
            status=404,
        )


@require_safe
def web_version(request: HttpRequest, token: str) -> HttpResponseBase:
    """The mail as everybody got it; what is personal in a mail is not in it."""
    try:
        html = web.render(token)
    except BadToken:
        return gone(request)
    return csp(MAIL_POLICY)(lambda _request: _private(HttpResponse(html)))(request)


@csrf_exempt  # It changes nothing; a mailbox provider may post to it as to a real mail's.
@require_http_methods(["GET", "HEAD", "POST"])
def of_a_test(request: HttpRequest, what: str) -> HttpResponse:
    """Where the links of a mail's test lead that belong to one recipient: says what they do in the real one."""
    with translation.override(translation.get_language_from_request(request)):
        texts = {
            "unsubscribe": _("In the mail itself this link unsubscribes its reader. Here nobody was unsubscribed."),
            "web": _("In the mail itself this link shows the mail as a web page. A test has none."),
        }
        if what not in texts:
            return gone(request)
        return _private(message(request, title=_("This mail was a test"), text=texts[what]))


def _private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response
