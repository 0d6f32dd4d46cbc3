"""Subjects and preheaders to choose from: whose words they are, and what choosing one does."""

from __future__ import annotations

import pytest
from django.urls import reverse

from channels.base import Capabilities
from contenthub.campaigns.models import Campaign
from contenthub.variants import checks
from contenthub.variants.actions import derive
from contenthub.variants.inbox import MOST, PREHEADER, SUBJECT, says_same
from contenthub.variants.lengths import width
from contenthub.variants.material import block_text
from contenthub.variants.parts import parts
from contenthub.variants.source import Source
from tests.variants.papers import make_asset


def lines(mail, name: str) -> list[str]:
    return [child.value["text"] for child in mail.alternatives if child.block_type == name]


@pytest.mark.parametrize(("name", "limit"), [("subject", SUBJECT), ("preheader", PREHEADER)])
def test_there_are_two_or_three_each_the_one_in_use_first(any_paper, draft, name, limit):
    mail = draft(any_paper, "email")
    found = lines(mail, name)
    assert 2 <= len(found) <= MOST and found[0] == getattr(mail, name)
    assert all(width(text) <= limit for text in found)


def test_each_stands_in_its_source(any_paper, draft):
    for child in draft(any_paper, "email").alternatives:
        source = child.value["source"]
        held = " ".join(block_text(any_paper, block_id) for block_id in source.block_ids)
        said = child.value["text"].removesuffix("。").removesuffix(".").casefold()
        assert said in held.casefold() or said.startswith("40%")


def test_a_brand_s_hook_and_a_campaign_s_idea_are_offered(libraries, brand, draft):
    campaign = Campaign.objects.create(name="Calm", slug="calm", utm_campaign="calm", big_idea="Calm is a craft.")
    asset = make_asset("en")
    asset.campaign = campaign
    asset.save_revision().publish()
    assert lines(draft(asset, "email"), "subject")[1:] == ["Fridays need not be scary.", "Calm is a craft."]


def test_no_preheader_repeats_the_subject(any_paper, draft):
    mail = draft(any_paper, "email")
    assert not any(says_same(text, mail.subject) for text in lines(mail, "preheader"))
    mail.preheader = f"{mail.subject}."
    assert "preheader_repeats" in [problem.code for problem in mail.kind.problems(mail)]


def test_posts_hold_the_lines_in_use_only(paper, draft):
    mail = draft(paper, "email")
    mail.alternatives[1].value["text"] = "Nobody is to read this"
    post = mail.kind.posts(mail, Capabilities(html=True, recipients=True))[0]
    assert "Nobody is to read this" not in post.title + post.summary + post.html + post.text
    assert "Nobody is to read this" not in mail.kind.text(mail)


def test_what_is_not_used_is_checked_for_facts_but_counts_for_nothing(paper, brand, draft):
    mail = draft(paper, "email")
    child = mail.alternatives[1]
    child.value["text"] = "Steady teams: 97% fewer outages"
    found = {(problem.code, problem.where) for problem in checks.problems(mail)}
    assert ("unsourced_fact", child.id) in found
    assert "required_word" in {code for code, _where in found}


def test_the_line_that_was_chosen_brings_its_source(paper, draft):
    mail = draft(paper, "email")
    chosen = next(child for child in mail.alternatives[1:] if child.block_type == "subject")
    mail.subject = chosen.value["text"]
    mail.save_revision()
    source = Source.from_json(mail.field_sources["subject"])
    assert source.words == chosen.value["source"].words
    part = next(part for part in parts(mail) if part.where == "subject")
    assert not part.by_hand


def test_deriving_twice_gives_the_same_lines(paper):
    one, two = derive(paper, ["email"])[0], derive(paper, ["email"])[0]
    assert one.pk == two.pk


def test_the_editor_offers_each_line_with_a_button(client, paper, moderator, draft):
    client.force_login(moderator)
    text = client.get(reverse("wagtailadmin_pages:edit", args=[draft(paper, "email").pk])).content.decode()
    assert "Use as subject" in text and "Use as preheader" in text
    assert "inbox_controller" in text and 'data-hub-inbox-limit-value="60"' in text
