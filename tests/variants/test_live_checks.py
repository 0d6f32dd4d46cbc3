"""Checks of the edit form as it is typed: what it holds is checked, nothing is saved, only editors may ask."""

from __future__ import annotations

import json
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Revision

from contenthub.variants.actions import latest
from contenthub.variants.models import Variant


def address(variant) -> str:
    return reverse("variants:checks", args=[variant.pk])


def form(script, scenes=(), **changes) -> dict[str, str]:
    """A video script's edit form with these scenes: (id, narration), in the order given."""
    data = {
        "title": script.title,
        "slug": script.slug,
        "target_seconds": "60",
        "hook": script.hook,
        "call_to_action": script.call_to_action,
        "scenes-count": str(len(scenes)),
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    for number, (block_id, narration) in enumerate(scenes):
        prefix = f"scenes-{number}"
        data |= {
            f"{prefix}-type": "scene",
            f"{prefix}-id": block_id,
            f"{prefix}-order": str(number),
            f"{prefix}-deleted": "",
            f"{prefix}-value-narration": narration,
            f"{prefix}-value-on_screen": "",
            f"{prefix}-value-direction": "",
            f"{prefix}-value-seconds": "",
            f"{prefix}-value-image": "",
            f"{prefix}-value-source": "",
        }
    return data | changes


@pytest.fixture
def script(paper, draft):
    return draft(paper, "video_script")


def asked(client, script, **changes):
    answer = client.post(address(script), form(script, **changes))
    assert answer.status_code == 200
    return answer.json()


def test_what_is_typed_is_checked_and_nothing_is_saved(client, moderator, script):
    client.force_login(moderator)
    before = Revision.objects.count(), latest(Variant.objects.get(pk=script.pk)).hook
    found = asked(client, script, hook="97% of teams sleep well.")
    assert found["errors"] == 2  # the figure, and a script without scenes
    problem = next(problem for problem in found["problems"] if problem["code"] == "unsourced_fact")
    assert (problem["where"], problem["anchor"], problem["severity"]) == ("hook", "id_hook", "error")
    assert found["verdict"].startswith("2 errors keep this from being approved")
    assert before == (Revision.objects.count(), latest(Variant.objects.get(pk=script.pk)).hook)


def test_a_block_that_was_never_saved_is_named_by_its_own_id(client, moderator, script):
    client.force_login(moderator)
    new = str(uuid.uuid4())
    found = asked(client, script, scenes=[(new, "97% of them sleep well.")])
    problem = next(problem for problem in found["problems"] if problem["code"] == "unsourced_fact")
    assert problem["anchor"] == f"block-{new}-section"
    assert problem["message"].startswith("Scene (block 1)")


def test_a_moved_block_keeps_its_id_and_a_deleted_one_is_not_checked(client, moderator, script):
    client.force_login(moderator)
    one, other = str(uuid.uuid4()), str(uuid.uuid4())
    data = form(script, scenes=[(one, "97% of them sleep well."), (other, "Nothing is wrong here.")])
    data |= {"scenes-0-order": "1", "scenes-1-order": "0"}
    found = client.post(address(script), data).json()
    problem = next(problem for problem in found["problems"] if problem["code"] == "unsourced_fact")
    assert (problem["where"], problem["message"][:15]) == (one, "Scene (block 2)")
    data["scenes-0-deleted"] = "1"
    found = client.post(address(script), data).json()
    assert one not in {problem["where"] for problem in found["problems"]}


def test_what_wagtail_would_not_save_yet_is_checked_all_the_same(client, moderator, script):
    client.force_login(moderator)
    block = str(uuid.uuid4())
    data = form(script, scenes=[(block, "97% of them sleep well.")], call_to_action="Read on " * 40)
    data["scenes-0-value-seconds"] = "9999"
    found = client.post(address(script), data).json()
    assert "unsourced_fact" in {problem["code"] for problem in found["problems"] if problem["where"] == block}
    assert found["unread"] == []


def test_a_fresh_draft_s_form_has_nothing_wrong(client, moderator, script):
    client.force_login(moderator)
    page = client.get(reverse("wagtailadmin_pages:edit", args=[script.pk])).content.decode()
    held = page.split('<script id="hub-checks-found" type="application/json">')[1].split("</script>")[0]
    found = json.loads(held)
    assert (found["errors"], found["warnings"]) == (0, 0)
    assert found["verdict"] == "Nothing found: nothing stands against approving this."


def test_only_those_who_may_edit_may_ask_and_only_by_post_with_a_token(client, reader, moderator, script):
    assert client.post(address(script), form(script)).status_code == 302
    client.force_login(reader)
    assert client.post(address(script), form(script)).status_code != 200
    client.force_login(moderator)
    assert client.get(address(script)).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(moderator)
    assert strict.post(address(script), form(script)).status_code == 403
