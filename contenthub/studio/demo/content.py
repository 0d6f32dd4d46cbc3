"""Makes the demo: everything an editor would have made by hand, through the same actions."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from pathlib import Path

from django.core.files import File
from django.utils import timezone
from wagtail.documents import get_document_model

from contenthub.assets.actions import import_asset
from contenthub.assets.models import Asset
from contenthub.audience.actions import current_wording, give_consent
from contenthub.audience.models import Contact, ContactList, Membership, Purpose
from contenthub.brand.models import Brand, BrandPhrase, BrandTerm, KeyMessage
from contenthub.campaigns.models import CallToAction, Campaign, KpiTarget
from contenthub.publishing.actions import add_account, schedule
from contenthub.publishing.models import Account
from contenthub.studio.demo import places
from contenthub.variants.actions import approve, derive

HERE = Path(__file__).parent
LANGUAGES = ("en", "zh-hans")
PEOPLE = {
    "en": [("Ada Rivers", "ada@example.com"), ("Ben Okoro", "ben@example.com"), ("Carla Mendes", "carla@example.com")],
    "zh-hans": [("陈思远", "chen@example.com"), ("林晓雨", "lin@example.com")],
}
LISTS = {"en": ("newsletter", "Newsletter"), "zh-hans": ("newsletter-zh", "Newsletter (Chinese)")}


def make_brand() -> Brand:
    """The demo's brand, in both languages."""
    brand = Brand.objects.create(
        name="Content Hub",
        is_default=True,
        voice="Plain, warm and exact. We say what we know and how we know it; we never shout.",
        postal_address="Content Hub, 1 Example Street, Example City",
        key_messages=[
            KeyMessage(language="en", text="One voice in many places, measured as one."),
            KeyMessage(language="zh-hans", text="一个声音，多个触点，作为一个整体来衡量。"),
        ],
        terms=[
            BrandTerm(language="en", rule=BrandTerm.Rule.FORBIDDEN, word="revolutionary", instead="new"),
            BrandTerm(language="en", rule=BrandTerm.Rule.FORBIDDEN, word="game-changing", instead="useful"),
            BrandTerm(language="zh-hans", rule=BrandTerm.Rule.FORBIDDEN, word="史上最强", instead="实用"),
        ],
        phrases=[
            BrandPhrase(use=BrandPhrase.Use.CALL_TO_ACTION, language="en", text="Read the guide"),
            BrandPhrase(use=BrandPhrase.Use.CALL_TO_ACTION, language="zh-hans", text="阅读指南"),
            BrandPhrase(use=BrandPhrase.Use.CARD_FOOTER, language="en", text="One voice, many places"),
            BrandPhrase(use=BrandPhrase.Use.CARD_FOOTER, language="zh-hans", text="一个声音，多个触点"),
            BrandPhrase(
                use=BrandPhrase.Use.MAIL_FOOTER,
                language="en",
                text="You get this mail because you asked for our newsletter.",
            ),
            BrandPhrase(
                use=BrandPhrase.Use.MAIL_FOOTER, language="zh-hans", text="您收到这封邮件，是因为您订阅了我们的通讯。"
            ),
        ],
    )
    return brand


def make_campaign(brand: Brand) -> Campaign:
    """The demo's campaign, from today for six weeks."""
    today = timezone.localdate()
    return Campaign.objects.create(
        name="One voice, many places",
        slug="one-voice",
        utm_campaign=f"{today:%Y-%m}_one-voice",
        brand=brand,
        objective=Campaign.Objective.LEADS,
        big_idea="Publish once, be understood everywhere.",
        audience="Marketing teams of one to ten people.",
        starts_on=today,
        ends_on=today + dt.timedelta(weeks=6),
        budget=2500,
        kpi_targets=[
            KpiTarget(metric=KpiTarget.Metric.CLICKS, target=500),
            KpiTarget(metric=KpiTarget.Metric.LEADS, target=40),
        ],
        calls_to_action=[
            CallToAction(language="en", text="Read the guide"),
            CallToAction(language="zh-hans", text="阅读指南"),
        ],
    )


def make_lists() -> None:
    """A contact list for each language; everybody on it agreed to the newsletter."""
    for language in LANGUAGES:
        slug, name = LISTS[language]
        contact_list, _ = ContactList.objects.get_or_create(slug=slug, defaults={"name": name})
        wording = current_wording(Purpose.NEWSLETTER, language)
        for person, email in PEOPLE[language]:
            contact = Contact.objects.create(email=email, name=person, language=language)
            give_consent(contact, Purpose.NEWSLETTER, True, wording=wording, method="demo")
            # Consent puts everybody on the default list; the demo sends each language its own mail.
            contact.memberships.all().delete()
            Membership.objects.create(contact_list=contact_list, contact=contact)


def make_accounts() -> dict[str, Account]:
    """One account for each channel the demo uses, by a short name."""
    mail = {"host": "127.0.0.1", "port": str(places.mail_port()), "security": "none", "from_name": "Content Hub"}
    hook = {"base_url": f"http://127.0.0.1:{places.webhook_port()}/", "secret": places.webhook_secret()}
    accounts = {
        "site": add_account("site", "This site", {}),
        "folder": add_account("folder", "Outbox folder", {"directory": str(places.outbox())}),
        "webhook": add_account("webhook", "Demo webhook", hook),
    }
    for language in LANGUAGES:
        slug, name = LISTS[language]
        values = {**mail, "from_address": "hub@example.com", "list": slug}
        accounts[f"email {language}"] = add_account("email", f"Demo {name[0].lower()}{name[1:]}", values)
    return accounts


def make_asset(language: str, campaign: Campaign) -> Asset:
    """Import the demo paper in this language, with its PDF as the download, and publish it."""
    report = import_asset(HERE / f"one-voice.{language}.md", kind=Asset.Kind.GUIDE, campaign=campaign)
    asset = Asset.objects.get(pk=report.asset_id).get_latest_revision_as_object()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / f"one-voice-{language}.pdf"
        shutil.copy(HERE / f"one-voice.{language}.pdf", copy)
        with copy.open("rb") as file:
            asset.file = get_document_model().objects.create(title=asset.title, file=File(file, name=copy.name))
    asset.save_revision().publish()
    return Asset.objects.get(pk=report.asset_id)


def create() -> None:
    """Everything, published and scheduled for now. Call inside a transaction: all of it or nothing."""
    campaign = make_campaign(make_brand())
    make_lists()
    accounts = make_accounts()
    for language in LANGUAGES:
        variants = {variant.kind_name: approve(variant) for variant in derive(make_asset(language, campaign))}
        for kind, account in [
            ("h5_page", "site"),
            ("social_card", "folder"),
            ("social_card", "webhook"),
            ("video_script", "folder"),
            ("email", f"email {language}"),
        ]:
            schedule(variants[kind], accounts[account])
