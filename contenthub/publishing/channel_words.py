"""What channels call themselves and their settings, in the reader's language.

Channels know nothing of Django and speak English; what they say is looked up here. A channel whose words are not in
the catalogue is shown in its own.
"""

from __future__ import annotations

from django.utils.translation import pgettext, pgettext_lazy

CONTEXT = "channel"


def said(text: str) -> str:
    """The channel's word or sentence in the active language."""
    # The catalogue's own head is what "" stands for.
    return pgettext(CONTEXT, text) if text else ""


#: Nothing reads this: it is where the words are found for the catalogue.
WORDS = (
    pgettext_lazy("channel", "E-mail (SMTP)"),
    pgettext_lazy("channel", "Mail server"),
    pgettext_lazy("channel", "Name of the server that takes outgoing mail."),
    pgettext_lazy("channel", "Port"),
    pgettext_lazy("channel", "587 with STARTTLS, 465 with TLS, 25 between servers."),
    pgettext_lazy("channel", "Give a number, such as 587."),
    pgettext_lazy("channel", "Encryption"),
    pgettext_lazy("channel", "STARTTLS"),
    pgettext_lazy("channel", "TLS from the start"),
    pgettext_lazy("channel", "None"),
    pgettext_lazy("channel", "User name"),
    pgettext_lazy("channel", "Empty: no log-in."),
    pgettext_lazy("channel", "Password"),
    pgettext_lazy("channel", "Sender's address"),
    pgettext_lazy("channel", "Give a mail address, such as news@example.com."),
    pgettext_lazy("channel", "Sender's name"),
    pgettext_lazy("channel", "Replies to"),
    pgettext_lazy("channel", "Give a mail address, such as hello@example.com."),
    pgettext_lazy("channel", "Contact list"),
    pgettext_lazy("channel", "Slug of the hub's list whose consenting contacts receive the mail."),
    pgettext_lazy("channel", "Folder"),
    pgettext_lazy("channel", "Directory"),
    pgettext_lazy("channel", "Absolute path on the machine that runs the hub; made if missing."),
    pgettext_lazy("channel", "Public address"),
    pgettext_lazy("channel", "Where a web server shows the directory. Empty: posts get a file:// address."),
    pgettext_lazy("channel", "Mastodon"),
    pgettext_lazy("channel", "Server"),
    pgettext_lazy("channel", "The server's address, such as https://mastodon.social."),
    pgettext_lazy("channel", "Access token"),
    pgettext_lazy("channel", "From Preferences, Development, New application; scopes read and write."),
    pgettext_lazy("channel", "Visibility"),
    pgettext_lazy("channel", "Public"),
    pgettext_lazy("channel", "Quiet public"),
    pgettext_lazy("channel", "Followers only"),
    pgettext_lazy("channel", "This site"),
    pgettext_lazy("channel", "Webhook"),
    pgettext_lazy("channel", "Address"),
    pgettext_lazy("channel", "Where messages are posted to."),
    pgettext_lazy("channel", "Signing secret"),
    pgettext_lazy("channel", "Shared with the receiver: whsec_ and 24 to 64 random bytes in Base64."),
    pgettext_lazy("channel", "Must be whsec_ followed by 24 to 64 random bytes in Base64."),
    pgettext_lazy("channel", "This channel has no such setting."),
    pgettext_lazy("channel", "Required."),
    pgettext_lazy("channel", "Give a full address, starting with https:// (or http://)."),
    pgettext_lazy("channel", "characters"),
    pgettext_lazy("channel", "graphemes"),
)
