"""Held-out questions: wordings and combinations that training never sees, with all right answers."""
import random

import world as w
from phrases import has_held
from scenes import (SMALL, TALK, Function, Turn, about, arithmetic, ask, block, concept, concept_next, convert, convert_next, country,
                    country_next, difference, memory_next, model_memory, name_turn, python, python_next, some_unknown, talk)


def questions(per_kind=24):
    """{"single": [...], "follow-up": [...]}: lists of (kind, [questions], [right answers to the last]).

    The last question of each uses a held-out wording (and where there is one, a held-out combination).
    """
    rng = random.Random("questions")
    single, follow = [], []

    def add(kind, make, per_kind=per_kind):
        asked = set()
        for _ in range(per_kind * 8):
            turns = make()
            if turns and turns[-1].ask not in asked and len(asked) < per_kind:
                asked.add(turns[-1].ask)
                (single if len(turns) == 1 else follow).append((kind, [t.ask for t in turns], turns[-1].answers))

    for kind in w.ATTRIBUTES + ["country of capital", "more people", "three countries", "strange country", "unknown of country"]:
        add(kind, lambda: country(rng, True, kind)[0])
    for aspect in ("what", "why", "how", "memory", "bad"):
        add(f"concept: {aspect}", lambda: concept(rng, True, aspect)[0])
    add("difference", lambda: difference(rng, True))
    for kind in ("model memory", "model memory all", "parameters of", "bytes per"):
        add(kind, lambda: model_memory(rng, True, kind)[0])
    add("convert", lambda: convert(rng, True)[0])
    for kind in ("plus", "minus", "times"):
        add(kind, lambda: arithmetic(rng, True, kind))
    for kind in ("write bytes", "write other"):
        add(kind, lambda: python(rng, True, kind)[0])
    for kind in ("unknown", "unknown code"):
        add(kind, lambda: some_unknown(rng, True, kind))
    for kind in TALK:
        if has_held(kind):
            add("small talk" if kind in SMALL else "itself", lambda: talk(rng, True, kind), per_kind // 3)

    def after(first, step):
        def make():
            turns, state = first()
            turn = step(state) if state else None
            return turns + [turn[0]] if turn else None
        return make

    for attribute in w.ATTRIBUTES:
        add("other country", after(lambda: country(rng, kind=attribute), lambda s: country_next(rng, s, True, "other country")))
        add("its attribute", after(lambda: country(rng, kind=attribute), lambda s: country_next(rng, s, True, "its attribute")))
    add("its unknown", after(lambda: country(rng, kind="capital"), lambda s: country_next(rng, s, True, "its unknown")))
    add("other strange", after(lambda: country(rng, kind="population"), lambda s: country_next(rng, s, True, "other strange")))

    def of_the_two():
        turns, state = country(rng, kind="population")
        turn, new = country_next(rng, state, kind="other country")
        last, _ = country_next(rng, new, True, "of the two", state[0])
        return turns + [turn, last] if last.kind == "of the two" else None
    add("of the two", of_the_two)
    add("it why/how/...", after(lambda: concept(rng, aspect="what"), lambda s: concept_next(rng, s, True)))
    for kind in ("other precision", "other model"):
        add(kind, after(lambda: model_memory(rng, kind="model memory"), lambda s: memory_next(rng, s, True, kind)))
    add("other number", after(lambda: convert(rng), lambda s: convert_next(rng, s, True)))
    for kind in ("modify unit", "call it", "round it", "document it"):
        add(kind, after(lambda: python(rng, kind="write bytes"), lambda f: python_next(rng, f, True, kind)))

    def remembered_name():
        turn, name = name_turn(rng, True)
        return [turn, *country(rng)[0], Turn("", ask(rng, "what is my name", True), [f"Your name is {name}."])]
    add("what is my name", remembered_name)
    return {"single": single, "follow-up": follow}


GUIDE = [
    ("the guide", ["How many people live in France?"], about(w.COUNTRIES[0], "population")),
    ("the guide", ["How many people live in France?", "And how many are in Germany?"], about(w.COUNTRIES[1], "population")),
    ("the guide", ["Please write a function in Python that transforms bytes to Giga bytes."],
     ["Sure! This function converts bytes to gigabytes:\n\n" + block(Function.of_bytes("gigabytes").definition())]),
    ("the guide", ["Please write a function in Python that transforms bytes to Giga bytes.",
                   "How can I modify the function above to return Mega bytes instead?"],
     ["To get megabytes, divide by `1000**2` instead of `1000**3`:\n\n" + block(Function.of_bytes("megabytes").definition())]),
]
