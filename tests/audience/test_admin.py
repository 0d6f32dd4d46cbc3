"""The audience in the admin: read, searched, exported; consent is never typed in."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from contenthub.audience.actions import consent_holds, contact_for, default_list, submit_form, suppress
from contenthub.audience.models import Consent, Contact, ContactList
from contenthub.audience.panels import lead_panels


@pytest.fixture
def lead(asset, link):
    return submit_form(
        asset,
        email="li@example.com",
        name="李雷",
        company="=1+1",
        consents={"newsletter": True},
        first_touch={"landing": "/operators", "referrer": "https://search.example/"},
        first_link=link,
        last_link=link,
    )


def reader(django_user_model, client, *codenames: str):
    group = Group.objects.create(name="Somebody")
    group.permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
    user = django_user_model.objects.create_user("eve", password="x")
    user.groups.add(group)
    client.force_login(user)
    return client


def page(client, name: str, *args, **query) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_contacts_are_listed_with_their_consent_and_lists(admin_client, lead):
    html = page(admin_client, "contacts:index")
    assert "li@example.com" in html and "Consent given" in html and "Newsletter" in html


def test_contacts_are_found_by_name_and_narrowed_down_by_consent(admin_client, lead):
    contact_for("quiet@example.com")
    assert "quiet@" not in page(admin_client, "contacts:index_results", q="李")
    assert "quiet@" in page(admin_client, "contacts:index_results", consent="never")
    assert "quiet@" not in page(admin_client, "contacts:index_results", consent="granted")
    suppress(lead.contact, "gone")
    assert "li@example.com" in page(admin_client, "contacts:index_results", consent="suppressed")


def test_a_contacts_page_shows_the_exact_words_and_the_lead(admin_client, lead):
    html = page(admin_client, "contacts:inspect", lead.contact.pk)
    assert "Yes, send me your newsletter by e-mail." in html
    assert "Operators in practice" in html and "mastodon" in html and "Box ticked in a form" in html


def test_a_leads_page_shows_both_touches_and_what_upper_packages_add(admin_client, lead):
    lead_panels.append(lambda shown: f"<delivery of lead {shown.pk}>")
    try:
        html = page(admin_client, "leads:inspect", lead.pk)
    finally:
        lead_panels.pop()
    assert "https://search.example/" in html and "utm_campaign" in html and "launch" in html
    assert f"&lt;delivery of lead {lead.pk}&gt;" in html


def test_a_lead_without_a_link_says_that_it_is_unknown(admin_client, asset):
    lead = submit_form(asset, email="ada@example.com", consents={})
    assert page(admin_client, "leads:inspect", lead.pk).count("Unknown: this person came without a tracked link") == 2


def test_leads_are_exported_and_no_cell_is_a_formula(admin_client, lead):
    answer = admin_client.get(reverse("leads:index"), {"export": "csv"})
    text = b"".join(answer.streaming_content).decode()
    assert "li@example.com,李雷,'=1+1" in text and "mastodon,social,launch" in text
    assert admin_client.get(reverse("leads:index"), {"export": "xlsx"}).status_code == 200


def test_leads_are_narrowed_down_by_asset(admin_client, lead):
    assert "李雷" in page(admin_client, "leads:index_results", asset=lead.asset_id)
    assert "李雷" not in page(admin_client, "leads:index_results", created_at_from="2099-01-01")


def test_an_editor_records_a_withdrawal_by_a_post_only(admin_client, lead):
    url = reverse("contacts:withdraw", args=[lead.contact.pk])
    assert "asked you to stop" in admin_client.get(url).content.decode()
    assert consent_holds(lead.contact, "newsletter")
    admin_client.post(url)
    assert not consent_holds(lead.contact, "newsletter")
    assert Consent.objects.first().method == "admin"


def test_mail_to_an_address_can_be_stopped_and_allowed_again(admin_client, lead):
    admin_client.post(reverse("contacts:suppress", args=[lead.contact.pk]))
    assert Contact.objects.get().suppressed == "by admin"
    assert "Allow mail again" in page(admin_client, "contacts:inspect", lead.contact.pk)
    admin_client.post(reverse("contacts:allow", args=[lead.contact.pk]))
    assert Contact.objects.get().suppressed == ""


def test_a_list_is_made_and_people_are_added_with_the_words_they_agreed_to(admin_client, db):
    admin_client.post(reverse("contact_lists:add"), {"name": "Customers", "slug": "customers"})
    contact_list = ContactList.objects.get()
    url = reverse("contact_lists:import", args=[contact_list.pk])
    sent = {"lines": "ada@example.com,Ada\nnonsense", "language": "en", "agreed": "on", "wording": "I want the news."}
    answer = admin_client.post(url, sent, follow=True).content.decode()
    assert "1 added to the list" in answer and "Line 2: “nonsense” is no e-mail address." in answer
    assert Consent.objects.get().wording.text == "I want the news."
    assert "1: 1 would get a mail now, 0 would not" in answer


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"lines": "ada@example.com", "agreed": "on"}, "Give the exact words they agreed to."),
        ({"lines": "ada@example.com", "wording": "Yes."}, "Tick this to record their consent"),
        ({"lines": ""}, "Paste some lines or choose a file."),
        ({"lines": "nobody"}, "is no e-mail address"),
    ],
)
def test_an_import_that_is_not_clear_adds_nobody(admin_client, db, given, said):
    url = reverse("contact_lists:import", args=[default_list().pk])
    assert said in admin_client.post(url, {"language": "en", **given}).content.decode()
    assert not Contact.objects.exists()


def test_taking_somebody_off_a_list_leaves_their_consent(admin_client, lead):
    contact_list = default_list()
    admin_client.post(reverse("contact_lists:remove", args=[contact_list.pk, lead.contact.pk]))
    assert not lead.contact.lists.exists() and consent_holds(lead.contact, "newsletter")


def test_no_address_of_the_admin_edits_or_deletes_a_consent_a_wording_or_a_lead(admin_client, lead):
    wording = lead.contact.consents.get().wording
    for name in ("consent_wordings", "leads"):
        for verb in ("edit", "delete"):
            assert admin_client.get(f"/admin/{name}/{verb}/{wording.pk}/").status_code == 404
        assert admin_client.get(f"/admin/{name}/new/").status_code == 404
    assert wording.text in page(admin_client, "consent_wordings:inspect", wording.pk).replace("&#x27;", "'")
    assert admin_client.get(f"/admin/contacts/delete/{lead.contact.pk}/").status_code == 404


def test_the_address_of_a_contact_cannot_be_edited(admin_client, lead):
    assert 'name="email"' not in page(admin_client, "contacts:edit", lead.contact.pk)
    url = reverse("contacts:edit", args=[lead.contact.pk])
    admin_client.post(url, {"name": "Li Lei", "company": "", "language": "zh-hans", "email": "other@example.com"})
    contact = Contact.objects.get()
    assert (contact.name, contact.email) == ("Li Lei", "li@example.com")


def test_who_may_only_look_is_offered_nothing_to_change(client, django_user_model, lead):
    reader(django_user_model, client, "view_contact", "view_contactlist")
    html = page(client, "contacts:inspect", lead.contact.pk)
    assert "li@example.com" in html and "Withdraw newsletter consent" not in html
    for url in (
        reverse("contacts:withdraw", args=[lead.contact.pk]),
        reverse("contact_lists:import", args=[default_list().pk]),
        reverse("contact_lists:remove", args=[default_list().pk, lead.contact.pk]),
    ):
        client.post(url)
    assert consent_holds(lead.contact, "newsletter") and lead.contact.lists.exists()


def test_who_may_not_look_sees_neither_menu_nor_pages(client, django_user_model, lead):
    reader(django_user_model, client)
    assert "Audience" not in client.get("/admin/").content.decode()
    assert client.get(reverse("contacts:inspect", args=[lead.contact.pk])).status_code == 302


def test_empty_listings_say_what_to_do(admin_client, db):
    assert "open a contact list and choose “Add people”" in page(admin_client, "contacts:index")
    assert "share its tracked link" in page(admin_client, "leads:index")
