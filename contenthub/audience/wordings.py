"""The words people agree to. Stored as shown, so that a consent can always be read back in its exact words.

To change a text, change it here: the next form that is shown makes its new version.
"""

from __future__ import annotations

from django.db.models import Max

from contenthub.audience.models import ConsentWording, Purpose

#: (purpose, language) -> the text beside the box. Each names one purpose, who writes, how, and how to stop it.
TEXTS: dict[tuple[str, str], str] = {
    (Purpose.NEWSLETTER, "en"): (
        "Yes, send me your newsletter by e-mail. I can unsubscribe at any time with the link in every mail. "
        "This is not needed to get the file."
    ),
    (Purpose.NEWSLETTER, "zh-hans"): (
        "我同意通过电子邮件接收贵方的资讯邮件。我可以随时通过每封邮件中的链接退订。不勾选也可以获取文件。"
    ),
    (Purpose.SALES, "en"): (
        "Yes, someone from your sales team may contact me by e-mail about this topic. I can withdraw this at any time. "
        "This is not needed to get the file."
    ),
    (Purpose.SALES, "zh-hans"): (
        "我同意贵方销售人员就此主题通过电子邮件与我联系。我可以随时撤回同意。不勾选也可以获取文件。"
    ),
}


def known_language(language: str) -> str:
    """``zh-hans`` for any kind of Chinese, ``en`` for anything else: the languages the texts exist in."""
    return "zh-hans" if language.lower().startswith("zh") else "en"


def current_wording(purpose: str, language: str) -> ConsentWording:
    """The wording to show beside the box of ``purpose``; made from the built-in text on first use.

    :raises KeyError: there is no text for this purpose.
    """
    language = known_language(language)
    return stored_wording(purpose, language, TEXTS[purpose, language])


def stored_wording(purpose: str, language: str, text: str) -> ConsentWording:
    """The stored wording of exactly this text, with the next version number when the text is new."""
    same = ConsentWording.objects.filter(purpose=purpose, language=language)
    while True:
        # The number first: if the same text is stored after that, it takes this number, and ours is not stored.
        version = (same.aggregate(last=Max("version"))["last"] or 0) + 1
        found = same.filter(text=text).order_by("version").first()
        if found:
            return found
        new = ConsentWording(purpose=purpose, language=language, version=version, text=text)
        ConsentWording.objects.bulk_create([new], ignore_conflicts=True)
