"""What a spam filter says of the mail as it leaves: SpamAssassin with its local tests, on what the mail server got."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from channels.base import Post
from contenthub.audience.actions import default_list
from contenthub.audience.models import Consent, Contact, Membership
from contenthub.brand.models import Brand
from contenthub.mailing import actions as mailing_actions
from contenthub.mailing.models import Recipient
from contenthub.mailing.personal import personal
from contenthub.publishing import accounts, actions, freeze
from contenthub.variants.actions import approve, derive
from tests.channels.mail_server import MailServer
from tests.variants.papers import make_asset

pytestmark = pytest.mark.spamassassin

#: Filters begin to mistrust at 5; a mail that is to arrive keeps well below.
MOST = 2.0


def test_spamassassin_is_here():
    assert shutil.which("spamassassin"), "apt-get install spamassassin"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_mail_as_a_list_s_member_gets_it_is_no_spam(language, settings, libraries, tmp_path):
    settings.BASE_URL = "https://hub.steady.example"
    Brand.objects.create(name="Steady", is_default=True, postal_address="1 Steady Street, Quiet Town")
    raw = sent(language)
    assert b"List-Unsubscribe-Post:" in raw and b"multipart/alternative" in raw
    score, rules = judged(raw, tmp_path)
    print(f"\n{language}: {score} points\n{rules}")
    assert score < MOST, rules


def test_the_judge_knows_spam_when_it_sees_it(tmp_path):
    """The string every SpamAssassin takes for spam (GTUBE): a judge that says nothing would pass everything."""
    mail = b"From: a@b.example\r\nTo: c@d.example\r\nSubject: x\r\n\r\n"
    gtube = b"XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X\r\n"
    assert judged(mail + gtube, tmp_path)[0] > 100


def sent(language: str) -> bytes:
    """The derived mail, approved, scheduled to a list of one, as the server took it over SMTP."""
    with MailServer() as server:
        values = {"host": "127.0.0.1", "port": str(server.port), "security": "none", "list": default_list().slug}
        account = actions.add_account(
            "email", "Newsletter", {**values, "from_address": "news@steady.example", "from_name": "Steady"}
        )
        contact = Contact.objects.create(email="reader@else.example")
        Consent.objects.create(contact=contact, purpose="newsletter", granted=True, method="checkbox")
        Membership.objects.create(contact=contact, contact_list=default_list())
        letter = approve(derive(make_asset(language), ["email"])[0])
        able = accounts.capabilities(account)
        post = freeze.build(letter, freeze.stand_in(letter, account, able), able)
        mailing = mailing_actions.start("one", post, default_list().slug)
        recipient = Recipient.objects.get(mailing=mailing)
        accounts.connector(account).publish(personal(Post.from_json(mailing.post), mailing, recipient), {})
        return server.envelopes[0].original_content or b""


def judged(raw: bytes, home: Path) -> tuple[float, str]:
    """(points, the rules that gave them), without asking anything on the network."""
    run = subprocess.run(
        ["spamassassin", "-L", "-t", "--siteconfigpath=/etc/spamassassin", f"--prefspath={home}/prefs"],
        input=raw,
        capture_output=True,
        timeout=120,
        env={"HOME": str(home), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
    )
    said = run.stdout.decode("utf-8", "replace")
    found = re.search(r"Content analysis details:\s+\((-?[\d.]+) points", said)
    assert found, run.stderr.decode("utf-8", "replace")
    return float(found[1]), said[said.index("Content analysis details") :]
