"""A writer may phrase what was derived: from the block's own source, under the same checks, marked, and never in the way."""

from __future__ import annotations

import json

import pytest
from django.core.management import CommandError, call_command

from contenthub.variants import checks
from contenthub.variants.actions import derive, latest
from contenthub.variants.models import Variant
from contenthub.variants.parts import Part, parts
from contenthub.variants.writer.actions import CannotTake, propose, take
from contenthub.variants.writer.endpoint import WriterFailed
from tests.channels.servers import GARBAGE, HALF_AN_ANSWER, RESET, SILENCE, Reply

BETTER = "Small steps let teams recover four times faster than monthly deployments do."
POINT = "Teams that deploy in small steps recover four times faster than teams that deploy once a month."


def only(text: str, said: str | None):
    """Say ``said`` of the draft ``text``, and nothing of the others."""
    return lambda item: said if item["draft"] == text else None


def now(variant: Variant) -> Variant:
    """The latest draft as it stands in the database."""
    return latest(Variant.objects.get(pk=variant.pk))


def part_saying(variant: Variant, said: str) -> Part:
    return next(part for part in parts(variant) if said in part.text)


def test_a_text_is_phrased_from_its_own_source_and_marked(card, model):
    model.say = only(POINT, BETTER)
    proposals = propose(card)
    assert [(proposal.before, proposal.after, proposal.fault) for proposal in proposals] == [(POINT, BETTER, "")]
    assert take(card, {proposals[0].key: BETTER}) == 1
    part = part_saying(now(card), BETTER)
    assert part.source.writer == "small-model"
    assert part.source.words == POINT
    assert not checks.errors(now(card))


def test_what_it_phrased_does_not_count_as_edited_by_hand(card, model):
    model.say = lambda item: {POINT: BETTER, card.copy_text: f"{card.copy_text} Read on."}.get(item["draft"])
    texts = {proposal.key: proposal.after for proposal in propose(card)}
    assert take(card, texts) == 2
    assert [part.label for part in parts(now(card)) if part.source and part.by_hand] == []
    for said in texts.values():
        assert part_saying(now(card), said).source.writer == "small-model"


def test_what_a_person_edited_before_still_counts_as_edited_by_hand(card, model):
    mine = f"Mind this. {POINT}"
    block = next(child for child in card.cards if child.value.get("headline") == POINT)
    block.value["headline"] = mine
    card.copy_text += " Really."
    card.save_revision()
    model.say = lambda item: {mine: BETTER, card.copy_text: f"{card.copy_text} Read on."}.get(item["draft"])
    draft = now(card)
    texts = {proposal.key: proposal.after for proposal in propose(draft) if not proposal.fault}
    assert take(draft, texts) == 2
    edited = {part.where for part in parts(now(card)) if part.source and part.by_hand}
    assert edited == {part_saying(now(card), said).where for said in texts.values()}


def test_it_is_asked_in_one_call_with_the_key_and_nothing_but_drafts_and_sources(card, model):
    propose(card)
    (request,) = model.requests
    assert (request.method, request.path) == ("POST", "/v1/chat/completions")
    assert request.headers["authorization"] == "Bearer s3cret-key"
    assert request.json()["model"] == "small-model" and request.json()["temperature"] == 0
    assert {frozenset(item) for item in model.items()} == {frozenset({"key", "source", "draft", "limit"})}
    drafts = [item["draft"] for item in model.items()]
    assert POINT in drafts
    assert "Small steps are the whole trick." not in drafts  # a quotation is its speaker's
    assert "40%" not in drafts


@pytest.mark.parametrize("fence", ["```json\n{}\n```", "Here you are: {} Enjoy!"])
def test_a_fence_around_the_answer_does_not_matter(card, model, fence):
    model.say, model.fence = only(POINT, BETTER), fence
    assert [proposal.after for proposal in propose(card)] == [BETTER]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("Small steps let teams recover five times faster than monthly deployments do.", "five times"),
        ("Small steps let teams recover much faster than monthly deployments do.", "leaves out “four times”"),
        ("Small steps let teams recover four times faster, and 90% of them agree.", "90%"),
        ("With Kubernetes, teams recover four times faster in small steps.", "names “Kubernetes”"),
        ("Recover four times faster: https://steps.example", "a link"),
        ("**Small steps** let teams recover four times faster.", "markup"),
        ("Small steps let teams recover four times faster. " * 4, "too long"),
        ("小步发布的团队恢复速度是四倍。", "another language"),
    ],
)
def test_what_it_invents_drops_or_decorates_may_not_stand(card, model, said, reason):
    model.say = only(POINT, said)
    (proposal,) = propose(card)
    assert reason in proposal.fault
    assert take(card, {proposal.key: said}) == 0
    assert part_saying(now(card), POINT)


def test_the_same_checks_apply_as_to_every_text(card, model, brand):
    model.say = only(POINT, "Scary as it sounds, small steps let teams recover four times faster.")
    (proposal,) = propose(latest(Variant.objects.get(pk=card.pk)))
    assert "the brand does not say “Scary”" in proposal.fault


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        (SILENCE, "no answer in time"),
        (RESET, "broke the connection off"),
        (GARBAGE, "gave no answer|broke the connection|could not"),
        (HALF_AN_ANSWER, "gave no answer"),
        (Reply(500), "gave no answer"),
        (Reply(401), "gave no answer"),
        (Reply(302, headers={"Location": "http://127.0.0.1:1/"}), "gave no answer"),
        (Reply(body=b"<html>sign in</html>"), "gave no answer"),
        (Reply(body={"choices": []}), "no text"),
        (Reply(body={"choices": [{"message": {"content": "I cannot do that."}}]}), "no list of texts"),
        (Reply(body={"choices": [{"message": {"content": "[1, 2]"}}]}), "no list of texts"),
        (Reply(body={"choices": [{"message": {"content": '{"a": ' * 5000}}]}), "no list of texts"),
    ],
)
def test_time_outs_and_garbage_leave_the_words_as_they_are(card, model, behaviour, reason):
    model.script = [behaviour]
    with pytest.raises(WriterFailed, match=reason) as failed:
        propose(card)
    assert "The words stay as they are." in str(failed.value)
    assert "s3cret-key" not in str(failed.value)
    assert Variant.objects.get(pk=card.pk).latest_revision_id == card.latest_revision_id


def test_an_answer_for_keys_nobody_asked_for_changes_nothing(card, model):
    text = json.dumps({"nobody.headline": "x", "copy_text.copy_text": 7, "__class__": "y"})
    model.script = [Reply(body={"choices": [{"message": {"content": text}}]})]
    assert propose(card) == []


def test_an_edit_in_the_meantime_is_not_overwritten(card, model):
    model.say = only(POINT, BETTER)
    (proposal,) = propose(card)
    before = card.latest_revision_id
    draft = latest(card)
    draft.call_to_action = "Edited by hand"
    draft.save_revision()
    with pytest.raises(CannotTake, match="was changed in the meantime"):
        take(card, {proposal.key: BETTER}, revision_id=before)
    assert now(card).call_to_action == "Edited by hand"


def test_the_screen_shows_both_texts_and_saves_what_was_chosen(card, model, admin_client):
    model.say = lambda item: BETTER if item["draft"] == POINT else "Ninety-nine 99% invented."
    address = f"/admin/variants/{card.pk}/phrase/"
    assert "small-model may phrase" in admin_client.get(address).content.decode()
    shown = admin_client.post(address)
    page = shown.content.decode()
    assert POINT in page and BETTER in page and "which its source does not" in page
    proposals = shown.context["proposals"]
    good = [proposal.key for proposal in proposals if not proposal.fault]
    bad = [proposal.key for proposal in proposals if proposal.fault]
    answer = admin_client.post(address, {"proposals": shown.context["signed"], "take": [*good, *bad]})
    assert answer["Location"] == f"/admin/pages/{card.pk}/edit/"
    assert part_saying(now(card), BETTER).source.writer == "small-model"
    assert "99%" not in checks.text(now(card))
    assert "Phrased by %(model)s" in admin_client.get(answer["Location"]).content.decode()


def test_proposals_made_up_in_the_browser_are_not_taken(card, model, admin_client):
    address = f"/admin/variants/{card.pk}/phrase/"
    admin_client.post(address, {"proposals": "forged", "take": ["copy_text.copy_text"]})
    assert Variant.objects.get(pk=card.pk).latest_revision_id == card.latest_revision_id


def test_a_failing_writer_gives_a_notice(card, model, admin_client):
    model.script = [SILENCE]
    page = admin_client.post(f"/admin/variants/{card.pk}/phrase/", follow=True).content.decode()
    assert "The writer gave no answer" in page


def test_without_a_writer_nothing_is_offered_and_nothing_is_missing(card, admin_client, settings):
    assert not settings.WRITER_URL
    assert "/phrase/" not in admin_client.get(f"/admin/pages/{card.pk}/edit/").content.decode()
    with pytest.raises(CommandError, match="No writer is set up"):
        call_command("phrase", str(card.pk))


def test_the_command_takes_what_passes(card, model, capsys):
    model.say = only(POINT, BETTER)
    call_command("phrase", str(card.pk), "--json")
    said = json.loads(capsys.readouterr().out)
    assert said["taken"] == 1
    assert part_saying(now(card), BETTER)


def test_deriving_itself_never_asks_it(paper, model):
    derive(paper)
    assert model.requests == []


def test_every_kind_can_be_phrased(paper, model):
    """A model that gives every draft back in other letters' case changes what may change, and every part stays sound."""
    model.say = lambda item: item["draft"].replace("deploy in small steps", "take small steps")
    changed = 0
    for variant in derive(paper):
        draft = latest(variant)
        proposals = propose(draft)
        changed += take(draft, {proposal.key: proposal.after for proposal in proposals})
        assert not [p for p in checks.errors(now(variant)) if p not in checks.errors(draft)]
    assert changed >= 3
