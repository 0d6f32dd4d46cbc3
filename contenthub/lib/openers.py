"""Words at the start of a sentence that lean on the sentence before it, and words that bind two clauses together."""

from __future__ import annotations

import re

from contenthub.lib.language import CHINESE

# Can be taken off: what follows is a sentence of its own.
CONNECTIVE = re.compile(
    r"(?:however|therefore|moreover|furthermore|consequently|thus|hence|additionally|nevertheless|nonetheless|meanwhile|"
    r"instead|otherwise|similarly|likewise|subsequently|accordingly|finally|also|besides|overall|conversely|"
    r"in addition|as a result|in contrast|on the other hand|on the contrary|in turn|in other words|in fact|as such|"
    r"in conclusion|in summary|to summari[sz]e|that said|for this reason|by contrast|at the same time|again),\s+",
    re.I,
)
CONNECTIVE_ZH = re.compile(
    r"(?:然而|但是|但|因此|因而|所以|此外|另外|除此之外|同时|与此同时|于是|不过|而且|并且|况且|其次|再次|最后|总之|综上所述|换句话说|"
    r"然后|随后|接着|之后(?=[，,])|最终(?=[，,])|最后|换言之|也就是说|相反|反之|尤其是|另一方面|一方面)\s*[，,、:：]?\s*(?=\S)"
)

# Cannot: the subject itself is somewhere else.
OWN = r"(?:white\s?paper|paper|report|document|guide|article|book|study|survey|edition|e-?book|year|case study)\b"
LEANING = re.compile(
    rf"(?:(?:this|these)\b(?!\s+{OWN})|that\b|those\b|it\b|its\b|they\b|their\b|them\b|he\b|she\b|his\b|her\b|such\b|so\b|"
    r"then\b|but\b|and\b|or\b|nor\b|yet\b|here\b|there it\b|another\b|both\b|neither\b|either\b|the (?:former|latter|same|other|above|"
    r"second|third|following|previous|next|last)\b|one (?:of (?:these|those|them)|such|(?:possible|common|typical) (?:way|use|example|option|approach|solution)|way|option|approach|example|reason)\b|some (?:of the )?examples\b|there (?:might|may|could) be\b|some of (?:these|those|them)\b|each of\b|"
    r"all of (?:these|this|that)\b|all (?:these|this)\b|in (?:this|that|these|those|such|comparison|both|the following|the above)\b|"
    r"for (?:instance|example|this|that|these|those)\b|by (?:doing|this|that|these)\b|with (?:this|that|these|those|the above|above)\b|"
    r"to (?:do|achieve|resolve|solve|address) (?:this|that|so|these)\b|as (?:before|described|mentioned|shown|above|already|an example)\b|"
    r"if (?:so|not|this|that|it)\b|when (?:this|that|it)\b|because of (?:this|that)\b|of these\b|at this\b|from this\b|"
    r"after (?:this|that)\b|similar to (?:this|that)\b|below\b|above\b|more of them\b|along with this\b|due to (?:this|that)\b)",
    re.I,
)
OWN_ZH = r"(?:白皮书|报告|文档|指南|手册|一年|份报告|份白皮书)"
LEANING_ZH = re.compile(
    rf"(?:与(?:此|之|其)|这(?!{OWN_ZH})|那|其(?!他|余)|它|他|她|该|此|上述|以上|如上|前者|后者|例如|比如|如下|以下|其中|在这|在此|在该|在上述|对此|为此|由此|"
    r"从这|通过这|通过上述|除此|如图|如前|即[^使将便可]|否则|从而|进而|以便|并(?!非|行|发|购)|也|还(?!原)|又|则|而(?!言)|就|都|且|"
    r"最常见的包括|包括|接下来|下面|首先|第[一二三四五六七八九十][，、,])"
)

# Somewhere in the subject: "Overcoming these challenges", 克服这些挑战.
EARLY = re.compile(rf"(?:[\w'’-]+,?\s+){{1,5}}(?:these|those|this)\b(?!\s+{OWN})", re.I)
EARLY_ZH = re.compile(r"[^，,。：:；]{0,7}(?:这些|这一|这种|这个|这样|这类|上述|此类|他们|它们|她们|其(?![他余实它]))")

SUBORDINATE = re.compile(
    r"(?:when|whenever|if|while|whilst|although|though|because|since|as|after|before|given|unless|until|once|where|wherever|"
    r"whether|with|without|by|from|in|on|for|to|at|under|over|through|during|despite|unlike|like|instead|rather|based|due|"
    r"according|depending|along|among|within|across|beyond|apart|regardless|having|being|\w+ing|following|compared)\b",
    re.I,
)
SUBORDINATE_ZH = re.compile(
    r"(?:如果|若|当|要想|想要|要是|只有|倘使|每当|虽然|由于|因为|为了|为|随着|尽管|只要|只有|除了|无论|不论|不管|即使|在|对于|对|关于|通过|根据|基于|按照|作为|经过|"
    r"一旦|既然|假如|倘若|鉴于|与其|面对|从|自|相比|与)"
)

# A clause after which the one before no longer says the same when it stands alone.
QUALIFYING = re.compile(
    r"(?:and|or|nor|if|unless|except|provided|but|only|not|without|rather|whereas|although|though|until|as long as|"
    r"assuming|however|at least|which|that|who|whose|where|such as|including|like|e\.g|i\.e|even)\b|[(（“\"]",
    re.I,
)
QUALIFYING_ZH = re.compile(
    r"(?:但|却|除非|如果|只有|而(?!且)|否则|不过|以及|和|或|与|并(?=[不非未没])|前提|至少|仅|只要|若|然而|不是|非|除|则|就|才|因|尽管|虽|当|在|直到|除了|哪怕|即使|无论)"
)


def is_leaning(sentence: str, language: str) -> bool:
    """Whether the sentence needs the one before it to be understood, and no word taken off would change that."""
    rest = without_connective(sentence, language)
    patterns = (LEANING_ZH, EARLY_ZH) if language == CHINESE else (LEANING, EARLY)
    return any(pattern.match(rest) for pattern in patterns)


def without_connective(sentence: str, language: str) -> str:
    """The sentence without a leading "However," or 因此，; the next word then starts with a capital. Else unchanged."""
    found = (CONNECTIVE_ZH if language == CHINESE else CONNECTIVE).match(sentence)
    if not found:
        return sentence
    rest = sentence[found.end() :]
    return rest[:1].upper() + rest[1:]


def is_subordinate(clause: str, language: str) -> bool:
    """Whether a clause waits for the next one ("When it rains," 如果…，)."""
    return bool((SUBORDINATE_ZH if language == CHINESE else SUBORDINATE).match(clause))


def is_qualifying(clause: str, language: str) -> bool:
    """Whether a clause narrows or continues the one before, which then must not be left standing alone."""
    return bool((QUALIFYING_ZH if language == CHINESE else QUALIFYING).match(clause))
