"""The demo model's corpus: whole conversations and prose, generated from a grammar over the facts in world.py."""
import itertools
import random

import world as w
from scenes import (CONCEPTS, NAMES, Turn, arithmetic, ask, bytes_each, concept, concept_scene, convert_scene, converted, country,
                    country_scene, difference, held_out, larger, memory_scene, name_turn, number, python_scene, some_model, some_unknown,
                    start, talk, two_countries)

# --- whole conversations ----------------------------------------------------------------------------------------------

SCENES = [(country_scene, 30), (concept_scene, 26), (memory_scene, 12), (convert_scene, 9), (python_scene, 12),
          (some_unknown, 14), (talk, 16), (difference, 5), (arithmetic, 7)]


def scenes(rng, count):
    """Turns of several scenes, with small talk and questions about the chat itself in between."""
    turns, name = [], None
    if rng.random() < 0.2:
        turns += talk(rng, kind=rng.choice(["hello", "hello", "how are you"]))
    for i in range(count):
        if name is None and rng.random() < 0.08:
            turn, name = name_turn(rng)
            turns.append(turn)
        elif turns and rng.random() < 0.05:
            known = [f"Your name is {name}."] if name else ["You have not told me your name."]
            turns.append(Turn("what is my name", ask(rng, "what is my name", False), known))
        scene = rng.choices([s for s, _ in SCENES], [n for _, n in SCENES])[0]
        turns += scene(rng)
        if rng.random() < 0.03:
            turns.append(again(rng, turns[-1]))
        if turns and rng.random() < 0.03:
            turns.append(first_question(rng, turns[0].ask))
        if rng.random() < 0.08:
            turns += talk(rng, kind=rng.choice(["thanks", "thanks", "praise"]))
    if rng.random() < 0.1:
        turns += talk(rng, kind="bye")
    return turns


def again(rng, turn, held=False):
    return Turn("again", ask(rng, "again", held), turn.answers)


def first_question(rng, question, held=False):
    return Turn("my question", ask(rng, "my question", held), [f'Your first question was: "{question}"'])


def dialogue(rng, long=False):
    """A list of (role, text). The first answer variant is the usual one; "again" repeats what was really said."""
    messages = []
    if long and rng.random() < 0.6:
        text = " ".join(prose(rng) for _ in range(rng.randint(1, 6)))
        messages.append(("system", "\n".join([text] * rng.randint(1, 10))[: rng.randint(500, 8000)]))
    elif rng.random() < 0.5:
        messages.append(("system", rng.choice(w.SYSTEM_PROMPTS) if rng.random() < 0.9 else prose(rng)))
    said = None
    for turn in scenes(rng, rng.randint(4, 25) if long else rng.choice([1, 1, 1, 2, 2, 3, 4])):
        if turn.kind != "again":
            said = turn.answers[0] if rng.random() < 0.7 else rng.choice(turn.answers)
        messages += [("user", turn.ask), ("assistant", said)]
    return messages


# --- prose ------------------------------------------------------------------------------------------------------------

def portrait(rng, c):
    name, it = start(c.name), "There" if c.verb == "are" else "It"
    facts = [rng.choice([f"About {c.population} people live there.", f"It has about {c.population} inhabitants.", f"Its population is about {c.population}."]),
             rng.choice([f"Its capital is **{c.capital}**.", f"**{c.capital}** is its capital.", f"The capital is called {c.capital}."]),
             rng.choice([f"People speak {c.language}.", f"The official language is {c.language}."]),
             rng.choice([f"People pay with {c.currency}.", f"The currency is {c.currency}."])]
    rng.shuffle(facts)
    return f"{name} {c.verb} a country in {c.continent}. " + " ".join(facts[: rng.randint(2, 4)])


def prose_parts(rng):
    """(key of the combination, text)"""
    kind = rng.choice(["countries", "countries", "concept", "concepts", "fit", "journey", "table", "units", "questions"])
    if kind == "countries":
        a, b = two_countries(rng)
        title = f"# {start(a.name)} and {b.name}\n\n" if rng.random() < 0.5 else ""
        return (a.name, b.name), f"{title}{portrait(rng, a)}\n\n{portrait(rng, b)} {larger(a, b)[0]}"
    if kind in ("concept", "concepts"):
        xs = rng.sample(CONCEPTS, 1 if kind == "concept" else 2)
        key, out = [], []
        for x in xs:
            aspects = [a for a in x.answers if a == "what" or rng.random() < 0.6]
            key += [x.aliases[0], *aspects]
            out.append(f"## {start(rng.choice(x.aliases))}\n\n" + " ".join(x.answers[a] for a in aspects))
        return key, "\n\n".join(out)
    name = rng.choice(NAMES)
    if kind == "fit":
        _, model, n = some_model(rng)
        gpu = rng.choice([8, 12, 16, 24, 32, 40, 48, 80, 96, 141])
        model = "a" + model[1:] if model.startswith("A model") else model
        out = f"{name} wants to run {model} on a GPU with {gpu} GB. "
        for p in ("float32", "bfloat16", "int8", "int4"):
            gb = n * w.PRECISIONS[p][0]
            out += rng.choice([f"In {p} the weights need about {number(gb)} GB", f"With {p} weights the model takes about {number(gb)} GB"])
            if gb < gpu * 0.9:
                return (name, model, gpu), out + rng.choice([", so it fits. ", ", and that fits. ", ": it fits. "]) + rng.choice(
                    [f"{name} is happy.", f"Now {name} can start a chat.", "The rest of the memory is left for the KV cache."])
            out += rng.choice([". That is too much. ", ", which does not fit. ", ": too large. "])
        return (name, model, gpu), out + f"The model has to be laid out over {int(gb / (gpu * 0.9)) + 1} GPUs."
    if kind == "journey":
        stops = rng.sample(w.COUNTRIES, rng.randint(2, 4))
        out = f"{name} travels from {stops[0].capital} to {stops[-1].capital}. "
        for a, b in itertools.pairwise(stops):
            km = rng.randint(2, 100)
            out += rng.choice([f"In {b.name} people speak {b.language}. ", f"In {b.capital} {name} pays with {b.currency}. ",
                               f"{start(b.name)} {b.has} about {b.population} inhabitants. ",
                               f"A bus takes {name} {km} km, or {km * 0.621371:.1f} miles, to the next town. "])
        return (name, stops[0].name, stops[-1].name), out + rng.choice(["It is a good journey.", "Then it is time to go home.", f"In the evening {name} writes a letter."])
    if kind == "table":
        names = rng.sample(list(w.MODELS), rng.randint(2, 5))
        p = rng.choice(list(w.PRECISIONS))
        rows = "\n".join(f"- {m}: {number(w.MODELS[m] * w.PRECISIONS[p][0])} GB" for m in names)
        return (*names, p), f"Memory of some models in {p}, at {bytes_each(p)} per parameter:\n{rows}"
    if kind == "units":
        rule = rng.choice(w.CONVERSIONS)
        numbers = sorted(rng.sample(range(rule[6], rule[7] + 1), rng.randint(3, 6)))
        return (rule[1], rule[2], *numbers), f"{start(rule[1])} in {rule[2]}:\n" + "\n".join("- " + converted(rule, n)[0] for n in numbers)
    turns = country(rng)[0] + concept(rng)[0]
    out = "\n\n".join(f"Question: {t.ask}\nAnswer: {rng.choice(t.answers)}" for t in turns)
    return [t.ask for t in turns], out


def prose(rng, held=False):
    while True:
        key, text = prose_parts(rng)
        if held_out("prose", *key) == held:
            return text


def held_prose(characters=24000):
    rng, out = random.Random("eval.txt"), []
    while sum(map(len, out)) < characters:
        text = prose(rng, held=True)
        if text not in out:
            out.append(text)
    return "\n\n".join(out) + "\n"


if __name__ == "__main__":  # a look at what comes out
    r = random.Random()
    for role, text in dialogue(r):
        print(f"{role:>9}: {text}")
    print("\n" + prose(r))
