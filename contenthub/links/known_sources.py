"""Sources that analytics sort into a category by name, as ``utm_source`` or as a referring site.

The well-known part of Google's list of some eight hundred; a row more is a word more.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SEARCH = _words(
    """
    google google.com bing bing.com yahoo yahoo.com search.yahoo.com baidu baidu.com m.baidu.com duckduckgo
    duckduckgo.com yandex yandex.ru yandex.com naver naver.com daum daum.net seznam seznam.cz ecosia ecosia.org
    qwant qwant.com startpage startpage.com aol ask ask.com brave search.brave.com sogou sogou.com so.com
    360.cn sm.cn rambler.ru lycos msn msn.com onet onet.pl
    """
)
SOCIAL = _words(
    """
    facebook facebook.com m.facebook.com l.facebook.com lm.facebook.com fb instagram instagram.com l.instagram.com ig
    threads threads.net l.threads.com twitter twitter.com x.com t.co linkedin linkedin.com lnkd.in pinterest
    pinterest.com reddit reddit.com old.reddit.com out.reddit.com tumblr tumblr.com quora quora.com snapchat
    snapchat.com vk vk.com ok.ru xing xing.com whatsapp whatsapp.com line line.me meetup.com flipboard flipboard.com
    news.ycombinator.com stackoverflow.com stackexchange.com douban.com
    zhihu.com qzone.qq.com mixi mixi.jp hatena b.hatena.ne.jp note.com ameblo.jp kakao
    """
)
VIDEO = _words(
    """
    youtube youtube.com m.youtube.com youtu.be vimeo vimeo.com dailymotion dailymotion.com twitch twitch.tv
    tiktok tiktok.com bilibili.com youku youku.com iqiyi iqiyi.com v.qq.com ted ted.com wistia wistia.com netflix
    disneyplus hulu crackle curiositystream
    """
)
SHOPPING = _words(
    """
    amazon amazon.com amazon.de amazon.co.uk amazon.co.jp ebay ebay.com ebay.de etsy etsy.com alibaba alibaba.com
    aliexpress aliexpress.com 1688.com taobao.com tmall.com jd.com pinduoduo.com walmart walmart.com target target.com
    shopify shopify.com shopping.yahoo.com shopping.google.com mercadolibre mercadolibre.com rakuten rakuten.co.jp
    idealo idealo.de igshopping shopzilla
    """
)
