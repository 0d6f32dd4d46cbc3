"""What gives an automated visit away, as data: (reason, label, header, pattern), the first match wins.

Known crawlers by user agent come from the crawler-user-agents package; this table holds what it lacks: mail security
scanners, link unfurlers and plain HTTP libraries, and the redirectors mail gateways send their checks through.
"""

from __future__ import annotations

import functools
import re

import crawleruseragents

BOT, SUSPECT = "bot", "suspect"

RULES: tuple[tuple[str, str, str, re.Pattern[str]], ...] = tuple(
    (reason, label, header, re.compile(pattern, re.I))
    for reason, label, header, pattern in (
        (
            "mail_scanner",
            BOT,
            "User-Agent",
            r"mimecast|proofpoint|barracuda|safelinks|symantec|forcepoint|trendmicro|messagelabs|fortinet|sophos|zscaler"
            r"|cloudmark|ironport|urldefense",
        ),
        (
            "unfurler",
            BOT,
            "User-Agent",
            r"cardyb|bluesky|thirdlandingpagefeinfra|bytespider|meta-external|facebookcatalog|vkshare|unfurl|linkpreview"
            r"|link[ _-]?expanding|opengraph|previewbot|snapchat-?preview|matrix-?media|synapse|pleroma|misskey|lemmy/",
        ),
        (
            "http_library",
            BOT,
            "User-Agent",
            r"^(?:node|java|ruby|perl|php|deno|bun|undici|dart|guzzlehttp|reqwest|hyper|libcurl|powershell|winhttp)\b"
            r"|^mozilla/[45]\.0$|phantomjs|puppeteer|playwright|selenium|webdriver|headless",
        ),
        (
            "gateway_referrer",
            BOT,
            "Referer",
            r"^https?://(?:[^/]*\.)?(?:url\.emailprotection\.link|urlsand\.com|statics\.teams\.cdn\.office\.net"
            r"|mimecastprotect\.com|deref-mail\.com|deref-gmx\.com)(?:[:/]|$)",
        ),
        ("no_user_agent", SUSPECT, "User-Agent", r"^\s*$"),
        # Every browser of the last twenty years says so; what does not is a script that its author named.
        ("odd_user_agent", SUSPECT, "User-Agent", r"^(?!mozilla/|opera/|ucweb|nokia|dalvik/|lynx|w3m|links )"),
    )
)

#: Request headers by which a browser says that nobody clicked: it only fetches ahead or draws a preview.
PREFETCH: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (header, re.compile(pattern, re.I))
    for header, pattern in (
        ("Purpose", r"prefetch|prerender|preview"),
        ("Sec-Purpose", r"prefetch|prerender|preview"),
        ("X-Purpose", r"prefetch|prerender|preview"),
        ("X-Moz", r"prefetch"),
    )
)


@functools.lru_cache(maxsize=4096)
def is_crawler(user_agent: str) -> bool:
    """Whether the user agent is one of the known crawlers."""
    return bool(crawleruseragents.is_crawler(user_agent))
