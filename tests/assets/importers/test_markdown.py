"""A Markdown file becomes blocks; nothing unsafe and nothing from outside its folder comes in with it."""

from __future__ import annotations

from contenthub.assets.importers import load
from tests.assets.importers.building import picture, written

PAPER = """---
title: Quiet Deployments
language: en
summary: How small steps keep the night quiet.
date: 2024-05-01
tags: [ops, sre]
---
<!-- for editors only -->
# Quiet Deployments

Most outages begin with a change[^1].

## What we saw

- Teams deploy *often*
- Teams deploy [in small steps](https://example.com/small "Small")

![A quiet night](night.png "The night of the change")

```python
print("deployed")
```

| Team | Deployments |
|------|-------------|
| Red  | 12          |
| Blue | 30          |

> Small steps are the whole trick.
> — Ada Moreno, release engineer

#### Too deep

Text <b onclick="x()">bold</b> <script>alert(1)</script> and <a href="javascript:123">link</a>.

[^1]: In 2023 most of them did.
"""


def imported(tmp_path, text=PAPER, **options):
    written(tmp_path, "night.png", picture())
    return load(written(tmp_path, "quiet.md", text), **options)


def kinds(result):
    return [block.kind for block in result.blocks]


def test_every_kind_of_content_becomes_its_block(tmp_path):
    result = imported(tmp_path)
    assert kinds(result) == [
        "rich_text", "heading", "rich_text", "figure", "code", "table", "quotation", "heading", "rich_text", "heading", "rich_text",
    ]  # fmt: skip
    assert result.counts() == {
        "headings": 3,
        "key_points": len(result.key_points),
        "facts": 3,
        "quotations": 1,
        "figures": 1,
        "tables": 1,
    }
    values = {block.kind: block.value for block in result.blocks}
    assert values["table"] == {
        "rows": [["Team", "Deployments"], ["Red", "12"], ["Blue", "30"]],
        "header": True,
        "caption": "",
    }
    assert values["code"] == {"language": "python", "text": 'print("deployed")'}
    assert values["quotation"] == {
        "text": "Small steps are the whole trick.",
        "speaker": "Ada Moreno",
        "role": "release engineer",
    }
    assert values["figure"] == {"image": "picture-1", "alt": "A quiet night", "caption": "The night of the change"}


def test_front_matter_names_title_summary_and_language(tmp_path):
    result = imported(tmp_path)
    assert (result.title, result.language, result.summary) == (
        "Quiet Deployments",
        "en",
        "How small steps keep the night quiet.",
    )
    assert result.front_matter["tags"] == ["ops", "sre"]
    assert result.front_matter["date"] == "2024-05-01"


def test_the_title_is_not_repeated_and_levels_have_no_gaps(tmp_path):
    headings = [
        (block.value["level"], block.value["text"]) for block in imported(tmp_path).blocks if block.kind == "heading"
    ]
    assert headings == [(2, "What we saw"), (3, "Too deep"), (2, "Notes")]


def test_raw_html_is_made_safe_and_comments_are_dropped(tmp_path):
    text = str(imported(tmp_path).blocks)
    assert "<strong>bold</strong>" in text
    assert "<a>link</a>" in text or ">link<" not in text
    for bad in ("onclick", "alert", "javascript", "for editors only"):
        assert bad not in text


def test_footnotes_become_notes_without_links_back(tmp_path):
    result = imported(tmp_path)
    assert "change<sup>[1]</sup>." in result.blocks[0].value["html"]
    assert result.blocks[-1].value["html"] == "<ol><li>In 2023 most of them did.</li></ol>"


def test_pictures_beside_the_file_are_taken_and_others_are_named(tmp_path):
    (tmp_path / "secret.png").write_bytes(picture())
    folder = tmp_path / "paper"
    (folder / "img").mkdir(parents=True)
    (folder / "img" / "a b.png").write_bytes(picture())
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    text = (
        "# T\n\nSome words.\n\n![a](img/a%20b.png)\n\n![b](../secret.png)\n\n![c](link.png)\n\n![d](https://example.com/x.png)\n\n"
        "![e](missing.png)\n\n![f](/etc/hostname)\n"
    )
    result = load(written(folder, "paper.md", text))
    assert [image.name for image in result.images.values()] == ["a-b.png"]
    warnings = "\n".join(result.warnings)
    assert "outside the document's folder were left out: ../secret.png, link.png, /etc/hostname" in warnings
    assert "other sites are not fetched; upload them by hand: https://example.com/x.png" in warnings
    assert "not beside the file were left out; upload them by hand: missing.png" in warnings


def test_an_upload_has_no_pictures_beside_it(tmp_path):
    result = imported(tmp_path, local_images=False)
    assert result.images == {}
    assert "figure" not in kinds(result)


def test_a_picture_inside_the_text_is_taken_out(tmp_path):
    import base64

    data = base64.b64encode(picture()).decode()
    result = imported(tmp_path, f"# T\n\nWords.\n\n![inside](data:image/png;base64,{data})\n")
    assert [(image.width, image.height) for image in result.images.values()] == [(60, 40)]


def test_code_and_pictures_inside_a_list_stand_between_its_items(tmp_path):
    result = imported(tmp_path, "# T\n\n1. First\n\n   ```sh\n   make run\n   ```\n\n2. Second\n")
    assert [block.value.get("html") or block.value.get("text") for block in result.blocks] == [
        "<ol><li>First</li></ol>",
        "make run",
        "<p>2. Second</p>",
    ]


def test_broken_front_matter_is_left_out_with_a_warning(tmp_path):
    result = imported(tmp_path, "---\ntitle: [\n---\n# T\n\nWords here.\n")
    assert result.title == "T"
    assert "front matter" in result.warnings[0]
