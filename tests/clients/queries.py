"""Queries made of an archive itself: the same in every run, and each finds something.

They are phrases, two bare words, booleans, narrowing by date and field, and prefixes, of words that stand in articles
drawn at random from a seed.
"""

import json
import random
import re
from dataclasses import dataclass, field

SEED = 1987
WORD = re.compile(r"\b[a-z]{4,12}\b")
KINDS = ("phrase", "words", "boolean", "narrowed", "prefix")


@dataclass(frozen=True)
class Query:
    """What is asked for; `options` are named as in the body of POST /v1/search."""

    kind: str
    text: str
    options: dict = field(default_factory=dict)

    @property
    def body(self):
        return {"query": self.text, **self.options}


def made(archive, count, kinds=KINDS):
    """Makes `count` queries of a JSON Lines file of articles, as many of each kind."""
    source = random.Random(SEED)
    with open(archive, "rb") as lines:
        articles = [json.loads(line) for line in lines]
    found = []
    while len(found) < count:
        article = source.choice(articles)
        query = MAKERS[kinds[len(found) % len(kinds)]](source, article, words(article["text"]))
        if query is not None:
            found.append(query)
    return found


def words(text):
    """Returns the longer words in small letters, in the order in which they stand."""
    return WORD.findall(text)


def phrase(source, article, _):
    """Three to six words that stand next to each other on one line."""
    lines = [line.split() for line in article["text"].splitlines()]
    length = source.randint(3, 6)
    lines = [line for line in lines if len(line) >= length and '"' not in " ".join(line)]
    if not lines:
        return None
    line = source.choice(lines)
    start = source.randrange(len(line) - length + 1)
    return Query("phrase", f'"{" ".join(line[start : start + length])}"')


def two_words(source, _, known):
    return Query("words", " ".join(source.sample(known, 2))) if len(known) >= 2 else None


def boolean(source, _, known):
    if len(set(known)) < 3:
        return None
    a, b, c = source.sample(sorted(set(known)), 3)
    forms = (f"{a} AND {b}", f"{a} OR {b}", f"{a} AND ({b} OR {c})", f"{a} AND {b} NOT {c}x", f"{a} +{b} -{c}q")
    return Query("boolean", source.choice(forms))


def narrowed(source, article, known):
    if not known or not article.get("date"):
        return None
    word, day = source.choice(known), article["date"]
    month = day[:7]
    forms = (
        (f"{word} date:{month}", {}),
        (f"{word} date:>={day}", {"limit": 20}),
        (f'{word} place:"{article["place"]}"' if article.get("place") else word, {"since": month}),
        (word, {"since": day, "until": day}),
        (word, {"until": month, "outlets": [article["outlet"]], "sort": "-date"}),
        (word, {"since": month, "sort": "date", "offset": 1}),
    )
    text, options = source.choice(forms)
    return Query("narrowed", text, options)


def prefix(source, _, known):
    if len(known) < 2:
        return None
    begun, beside = source.sample(known, 2)
    forms = (f"{begun[:4]}*", f"{begun[:5]}* {beside}", f"title:{begun[:4]}* OR {beside}")
    return Query("prefix", source.choice(forms))


MAKERS = {"phrase": phrase, "words": two_words, "boolean": boolean, "narrowed": narrowed, "prefix": prefix}
