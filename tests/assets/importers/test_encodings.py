"""A text is read in the encoding it was saved in, or refused: never garbled."""

from __future__ import annotations

import pytest

from contenthub.assets.importers import ImportProblem, load
from tests.assets.importers.building import written

CHINESE = "# 安静的发布\n\n大多数故障始于一次变更。2024年我们观察了120个团队，其中40%在周五发布（见“附录”）。\n"
FRENCH = "# Déployer sans bruit\n\nLa plupart des pannes commencent par un changement : l’équipe déploie, le système s’arrête – café froid à l’été 2024.\n"
ENGLISH = "# Quiet Deployments\n\nMost outages begin with a change – “small” steps help the team.\n"


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        (CHINESE, "utf-8", ""),
        (CHINESE, "utf-8-sig", ""),
        (CHINESE, "utf-16", ""),
        (CHINESE, "utf-32", ""),
        (CHINESE, "gbk", "GB 18030"),
        (CHINESE, "gb18030", "GB 18030"),
        (CHINESE, "utf-16-le", "UTF-16"),
        (ENGLISH, "utf-16-le", "UTF-16"),
        (ENGLISH, "utf-16-be", "UTF-16"),
        (ENGLISH, "cp1252", "Windows-1252"),
        (FRENCH, "cp1252", "Windows-1252"),
    ],
)
def test_what_is_sure_is_read_right(text, encoding, said, tmp_path):
    result = load(written(tmp_path, "a.md", text.encode(encoding)))
    plain = load(written(tmp_path, "b.md", text))
    assert (result.title, result.blocks, result.language) == (plain.title, plain.blocks, plain.language)
    assert [said in warning for warning in result.warnings if "not in UTF-8" in warning] == ([True] if said else [])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("# 標題\n\n大多數故障始於一次變更，監控應當在發布後持續十分鐘。".encode("big5"), "not sure in which encoding"),
        ("# 題名\n\nほとんどの障害は変更から始まります。".encode("shift_jis"), "not sure in which encoding"),
        ("# Заголовок\n\nБольшинство сбоев начинается с изменения.".encode("koi8-r"), "not sure in which encoding"),
        (bytes(range(1, 256)) * 20, "not"),
        (CHINESE.encode() * 20 + b"\xff\xfe\n" + CHINESE.encode(), "Line 61 holds bytes that are not UTF-8"),
        (b"\xff\xfe" + "abc".encode("utf-16-le") + b"x", "says it is UTF-16 but is not"),
    ],
)
def test_what_is_not_sure_is_refused(data, said, tmp_path):
    with pytest.raises(ImportProblem, match=said):
        load(written(tmp_path, "a.md", data))


def test_a_page_in_utf_16_is_known_for_html(tmp_path):
    page = "<!doctype html><html><body><h1>Quiet</h1><p>Most outages begin with a change.</p></body></html>"
    assert load(written(tmp_path, "a.html", page.encode("utf-16"))).title == "Quiet"


def test_gb2312_declared_by_a_page_stands_for_all_that_browsers_read_under_it(tmp_path):
    page = '<html><head><meta charset="gb2312"></head><body><h1>安静</h1><p>大多数故障始于一次變更。</p></body></html>'
    result = load(written(tmp_path, "a.html", page.encode("gbk")))
    assert (result.title, result.warnings) == ("安静", [])
