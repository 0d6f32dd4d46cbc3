"""Whether an English sentence may end after a clause: told by its small words and the commonest verbs, without a dictionary."""

from __future__ import annotations

import re

from contenthub.lib.openers import is_qualifying

AUXILIARIES = (
    "is|are|was|were|be|been|has|have|had|do|does|did|can|cannot|could|will|would|shall|should|may|might|must|isn['’]t|aren['’]t|"
    "don['’]t|doesn['’]t|didn['’]t|can['’]t|won['’]t|wasn['’]t|weren['’]t|shouldn['’]t"
)
_REGULAR_VERBS = """
    provide allow enable use help manage require need include define describe support offer create reduce improve
    increase save work show remain cause add extend replace move change deliver ensure protect store open close start
    end plan expect report want ask try turn point learn share serve handle monitor control perform focus depend rely
    follow apply contain consist differ exist appear happen occur operate automate watch repair respond react compare
    prevent protect limit encrypt reach receive publish measure explain prefer produce employ invest sign visit answer
    agree decide choose drop climb jump double triple collect connect combine carry check consider develop deploy
    design discuss introduce implement integrate identify involve live look love maintain mention notice pass play
    prepare promise prove raise release return review scan secure seem select separate simplify speed spend stay stop
    suggest supply test thank trust understand update upgrade verify wait walk worry worsen rewrite restart rotate
"""
_IRREGULAR_VERBS = """
    makes make made keeps keep kept gives give gave takes take took runs run ran builds build built means mean meant becomes become
    became goes go went comes come came gets get got lets let leads lead led brings bring brought holds hold held grows grow grew falls
    fall fell rises rise rose pays pay paid sells sell sold buys buy bought begins begin began says say said finds find found sees
    see saw knows know knew writes write wrote reads read sends send sent cuts cut puts put sets set loses lose lost wins win won
    tells tell told thinks think thought feels feel felt leaves leave left meets meet met stands stand stood
"""


def _forms(verb: str) -> str:
    stem = verb[:-1] if verb.endswith(("e", "y")) else verb
    if verb.endswith("e"):
        return f"{verb}[sd]?"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb}|{stem}ie[sd]"
    return f"{verb}(?:e?s|{verb[-1]}?ed)?"


VERB = re.compile(
    rf"\b(?:{AUXILIARIES}|{'|'.join(map(_forms, _REGULAR_VERBS.split()))}|{'|'.join(_IRREGULAR_VERBS.split())})\b", re.I
)
AUXILIARY = re.compile(rf"\b(?:{AUXILIARIES})\b", re.I)
# A subject, then its verb within a few words: the next clause is a sentence of its own.
PRONOUN = re.compile(r"(?:it|they|we|you|he|she|there|I|this|these|those|that)\s+(?:\w+\s+){0,2}?(?=\w)", re.I)
NOUN = re.compile(
    r"(?:the|an?|each|every|many|most|some|all|both|no|another|any|its|their|our|your|his|her|several|few|(?-i:[A-Z][\w-]+)|\w+s)\s+",
    re.I,
)
# It adds how or why, and what came before is as true without it.
ADDING = re.compile(
    r"(?:which|where|making|allowing|enabling|giving|leaving|so that|because|since|thus|thereby|resulting|ensuring|helping|saving|as)\b",
    re.I,
)
AND = re.compile(r"and\s+", re.I)
ASKED = re.compile(r"(?:how|what|whether|who|why|now that)\b", re.I)
HANGING = re.compile(
    r"\b(?:the|an?|of|to|in|on|at|for|from|with|by|and|or|but|nor|as|than|that|which|who|this|these|those|such|however|therefore|thus|its|their|"
    r"our|your|his|her|is|are|was|were|be|into|onto|over|under|between|via|per|not|no|if|when|while|because|both|either|neither|e\.g|i\.e)[\s,;:–—.-]*$",
    re.I,
)


def has_verb(clause: str) -> bool:
    """Whether the clause has a verb that could be its own; a plural that looks like one counts too."""
    found = VERB.search(clause)
    return bool(found and clause[: found.start()].strip())


def is_clause(clause: str) -> bool:
    """Whether it has a subject and, soon after, a verb: "the cook compares them", "it falls"."""
    pronoun = PRONOUN.match(clause)
    if pronoun:
        return bool(VERB.search(clause[:60]))
    noun = NOUN.match(clause)
    verb = VERB.search(clause[:80], noun.end()) if noun else None
    return bool(noun and verb and verb.start() > noun.end() and len(clause.split()) > 3)


def may_end(last: str, following: str, rest: list[str]) -> bool:
    """Whether a sentence cut after `last`, before `following` and `rest`, is a whole one that says nothing else."""
    if HANGING.search(last) or ASKED.match(last) or not has_verb(last):
        return False
    joined = AND.match(following)
    following = following[joined.end() :] if joined else following
    if is_qualifying(following, "en") and not ADDING.match(following):
        return False
    if any((found := AND.match(part)) and not is_clause(part[found.end() :]) for part in rest[:3]):
        return False  # a list goes on
    if ADDING.match(following):
        return not joined
    return is_clause(following)
