"""The grammar and its scenes: how a question is put, and short chains of turns about one subject with all right answers.

Every maker takes `held`: whether to use the wordings and combinations that training never sees (phrases.py, unknown.py,
held_out below).
"""
import hashlib
import re
from collections import namedtuple

import unknown as un
import world as w
from phrases import skeletons

Turn = namedtuple("Turn", "kind ask answers")  # one question and all its right answers
CHOICE = re.compile(r"\(([^()]*\|[^()]*)\)")


def expand(rng, pattern, **slots):
    while m := CHOICE.search(pattern):
        pattern = pattern[: m.start()] + rng.choice(m[1].split("|")) + pattern[m.end():]
    return re.sub("  +", " ", pattern.format(**slots)).strip() if slots else pattern


def every(pattern, **slots):
    m = CHOICE.search(pattern)
    if not m:
        return [pattern.format(**slots)]
    return [t for c in m[1].split("|") for t in every(pattern[: m.start()] + c + pattern[m.end():], **slots)]


def held_out(*parts):
    """The tenth of all combinations that training never sees."""
    return hashlib.sha1("/".join(map(str, parts)).encode()).digest()[0] % 10 == 0


def pick(rng, held, draw):
    """Draws until the combination is on the wanted side of the split."""
    for _ in range(1000):
        value = draw()
        if held_out(*value) == held:
            return value
    return value


def start(name):
    return name[0].upper() + name[1:]


# --- how people write -------------------------------------------------------------------------------------------------

PREFIXES = ["Please tell me: ", "Hi, ", "Hello! ", "Hey, ", "Quick question: ", "I have a question: ", "So, ", "Okay, ", "Thanks! ", "Now, ",
            "One more thing: ", "Tell me, ", "Sorry, ", "Well, ", "Good. ", "Ok ", "hi ", "My question is: ", "Can you tell me: ", "Do you know: ", "I want to know: ", "Next question: ", "Hm, ", "Please, ", "Another question: ", "Nice. "]
SUFFIXES = ["please", "thanks", "thank you", "roughly", "in short", "I wonder"]
STATEMENTS = {"hello", "thanks", "bye", "praise", "my name"}


def typo(rng, text):
    words = text.split(" ")
    places = [i for i, word in enumerate(words) if len(word) > 4 and word.isalpha() and word.islower()]
    if not places:
        return text
    i = rng.choice(places)
    k = rng.randrange(1, len(words[i]) - 1)
    word = words[i]
    words[i] = rng.choice([word[:k] + word[k + 1] + word[k] + word[k + 2:], word[:k] + word[k] + word[k:], word[:k] + word[k + 1:]])
    return " ".join(words)


FILLERS = ["actually", "really", "just", "maybe", "exactly", "then", "now", "please", "again", "perhaps", "today", "here", "also", "still"]
WEAK = {"the", "do", "does", "is", "are", "a", "me", "of", "to", "in", "it", "you", "there", "please", "and", "can", "an", "for"}


def ramble(rng, skeleton):
    """Drops a weak word or puts in a filler, as people do."""
    words = skeleton.split(" ")
    if len(words) > 3:
        weak = [i for i, word in enumerate(words) if word.lower() in WEAK]
        if weak and rng.random() < 0.5:
            del words[rng.choice(weak)]
        else:
            words.insert(rng.randrange(1, len(words)), rng.choice(FILLERS))
    return " ".join(words)


def speak(rng, kind, skeleton, **slots):
    skeleton = expand(rng, skeleton)
    if rng.random() < 0.1 and kind not in ("plus", "minus", "times", "my name"):
        skeleton = ramble(rng, skeleton)
    text = expand(rng, skeleton, **slots)
    statement = kind in STATEMENTS
    if statement:
        text = text.rstrip(".") + rng.choice(["", "", ".", "!"])
    elif text.endswith("."):
        text = text[:-1] + rng.choice([".", ".", ".", ".", "", "!", ", please."])
    elif text[-1] != "=":
        if rng.random() < 0.05:
            text += ", " + rng.choice(SUFFIXES)
        text += rng.choice(["?"] * 16 + ["", "", " ?", "??"])
    roll = rng.random()
    if roll < 0.12 and not statement and not text.startswith("Please"):
        lower = skeleton[0] != "{" and skeleton[:2] not in ("I ", "I'")
        text = rng.choice(PREFIXES) + (text[0].lower() + text[1:] if lower else text)
    if rng.random() < 0.06:
        text = typo(rng, text)
    if kind != "my name":
        roll = rng.random()
        text = text.lower() if roll < 0.14 else text.upper() if roll < 0.15 and len(text) < 40 else text
    return text


def ask(rng, kind, held, **slots):
    return speak(rng, kind, rng.choice(skeletons(kind, held)), **slots)


# --- countries --------------------------------------------------------------------------------------------------------

BY_CONTINENT = {k: [c for c in w.COUNTRIES if c.continent == k] for k in sorted({c.continent for c in w.COUNTRIES}) if " and " not in k}


def about(c, attribute):
    answers = every(w.COUNTRY_ANSWERS[attribute], C=start(c.name), **vars(c))
    return [a.replace("{} is in".format(start(c.name)), f"{start(c.name)} {c.verb} in")
            .replace(f"{start(c.name)} has", f"{start(c.name)} {c.has}") for a in answers]


def spoken(rng, c):
    return c.name[4:] if c.name.startswith("the ") and rng.random() < 0.15 else c.name


def larger(a, b):
    a, b = (a, b) if a.people > b.people else (b, a)
    return [f"{start(a.name)} {a.has} more people than {b.name}: about {a.population} against {b.population}."]


def two_countries(rng):
    a, b = rng.sample(w.COUNTRIES, 2)
    return (a, b) if abs(a.people - b.people) > 1 else two_countries(rng)


def strange(rng, held):
    known, unseen = split_names
    if held:
        return rng.choice(unseen)
    return rng.choice(known) if rng.random() < 0.7 else invented(rng) + rng.choice(["ia", "land", "stan", "a", "o", "istan", ""])


split_names = ([c for c in w.STRANGE_COUNTRIES if not held_out(c)], [c for c in w.STRANGE_COUNTRIES if held_out(c)])


def invented(rng):
    return start("".join(rng.choice("bcdfghjklmnprstvwz") + rng.choice(["a", "e", "i", "o", "u", "ar", "en", "il", "or", "un"])
                         for _ in range(rng.choice([1, 2, 2, 3]))))


def country(rng, held=False, kind=None):
    c = rng.choice(w.COUNTRIES)
    kind = kind or rng.choice(w.ATTRIBUTES[:2] * 3 + w.ATTRIBUTES + ["country of capital", "more people", "three countries",
                                                                     "strange country", "unknown of country", "unknown of country"])
    if kind in w.ATTRIBUTES:
        return [Turn(kind, ask(rng, kind, held, c=spoken(rng, c)), about(c, kind))], (c, kind)
    if kind == "country of capital":
        return [Turn(kind, ask(rng, kind, held, k=c.capital), about(c, "capital"))], (c, "capital")
    if kind == "more people":
        a, b = two_countries(rng)
        return [Turn(kind, ask(rng, kind, held, a=spoken(rng, a), b=spoken(rng, b)), larger(a, b))], None
    if kind == "three countries":
        k = rng.choice([k for k in BY_CONTINENT if len(BY_CONTINENT[k]) > 1])
        names = [start(c.name) for c in BY_CONTINENT[k]][:3]
        return [Turn(kind, ask(rng, kind, held, k=k), [f"Countries in {k} that I know:\n- " + "\n- ".join(names)])], None
    if kind == "strange country":
        attribute = rng.choice(w.ATTRIBUTES)
        return [Turn(kind, ask(rng, attribute, False, c=strange(rng, held)), [un.STRANGE_ANSWER])], None
    form, feature = rng.choice(un.ABOUT_COUNTRY[held]), rng.choice(un.FEATURES[held])
    return [Turn(kind, speak(rng, kind, form, c=spoken(rng, c), feature=feature), [un.COUNTRY_ANSWER.format(name=c.name)])], (c, None)


def country_next(rng, state, held=False, kind=None, before=None):
    c, attribute = state
    kind = kind or rng.choice(["other country"] * 4 + ["its attribute"] * 4 + ["of the two"] * 2 + ["its unknown"] + ["other strange"])
    if attribute is None or (kind == "of the two" and (not before or before is c or abs(before.people - c.people) < 1)):
        kind = "its attribute"
    if kind == "other country":
        other, _, _ = pick(rng, held, lambda: (rng.choice([o for o in w.COUNTRIES if o is not c]).name, attribute, c.name))
        other = next(o for o in w.COUNTRIES if o.name == other)
        own = f"other country {attribute}"
        phrase = own if attribute in ("population", "capital") and rng.random() < 0.5 else "other country"
        return Turn(kind, ask(rng, phrase, held, c=spoken(rng, other)), about(other, attribute)), (other, attribute)
    if kind == "its attribute":
        new, _, _, _ = pick(rng, held, lambda: (rng.choice([a for a in w.ATTRIBUTES if a != attribute]), "of", c.name, attribute))
        return Turn(kind, ask(rng, f"its {new}", held), about(c, new)), (c, new)
    if kind == "of the two":
        return Turn(kind, ask(rng, kind, held), larger(c, before)), (c, "population")
    if kind == "other strange":
        return Turn(kind, ask(rng, "other country", held, c=strange(rng, held)), [un.STRANGE_ANSWER]), (c, attribute)
    said = speak(rng, kind, rng.choice(un.ABOUT_IT[held]), feature=rng.choice(un.FEATURES[held]))
    return Turn(kind, said, [un.COUNTRY_ANSWER.format(name=c.name)]), (c, attribute)


def country_scene(rng):
    turns, state = country(rng)
    before = None
    while state and rng.random() < 0.72 and len(turns) < 6:
        if rng.random() < 0.04:
            turns += talk(rng, kind=rng.choice(["thanks", "praise"]))
        turn, new = country_next(rng, state, before=before)
        turns.append(turn)
        before = state[0] if new[0] is not state[0] else before
        state = new
    return turns


# --- concepts ---------------------------------------------------------------------------------------------------------

class Concept:
    def __init__(self, text):
        lines = text.split("\n")
        self.aliases = lines[0].split("|")
        self.answers, self.own = {}, []
        for line in lines[1:]:
            if m := re.match(r"(what|why|how|memory|bad)([:?]) (.*)", line):
                if m[2] == ":":
                    self.answers[m[1]] = m[3]
                    last = m[1]
                else:
                    self.own.append((m[1], m[3]))
            else:
                self.answers[last] += "\n" + line


CONCEPTS = [Concept(t) for t in w.CONCEPTS.strip().split("\n\n")]


def concept(rng, held=False, aspect=None):
    if aspect is None:
        aspect = rng.choice(["what", "what", "what", "why", "why", "how", "memory", "bad"])
    x = rng.choice([x for x in CONCEPTS if aspect in x.answers])
    own = [q for a, q in x.own if a == aspect]
    if own and not held and rng.random() < 0.3:
        return [Turn(aspect, speak(rng, aspect, rng.choice(own)), [x.answers[aspect]])], (x, aspect)
    alias = rng.choice(x.aliases + x.aliases[:1])
    return [Turn(aspect, ask(rng, aspect, held, x=alias), [x.answers[aspect]])], (x, aspect)


def concept_next(rng, state, held=False):
    x, aspect = state
    left = [a for a in x.answers if a != aspect]
    if not left:
        return None
    new = rng.choice(left)
    return Turn(f"it {new}", ask(rng, f"it {new}", held), [x.answers[new]]), (x, new)


def concept_scene(rng):
    turns, state = concept(rng)
    while rng.random() < 0.5 and len(turns) < 4 and (step := concept_next(rng, state)):
        turns.append(step[0])
        state = step[1]
    return turns


def difference(rng, held=False):
    pair = rng.choice(list(w.DIFFERENCES))
    a, b = pair if rng.random() < 0.6 else pair[::-1]
    return [Turn("difference", ask(rng, "difference", held, a=a, b=b), [w.DIFFERENCES[pair]])]


# --- memory of models -------------------------------------------------------------------------------------------------

def number(x):
    return f"{round(x, 2):,.2f}".rstrip("0").rstrip(".") if x % 1 else f"{int(x):,}"


def some_model(rng, held=False):
    """(how it is asked, how it is answered, billions of parameters)"""
    if rng.random() < 0.5:
        name = rng.choice(list(w.MODELS))
        return name, name, w.MODELS[name]
    n = rng.choice([rng.randint(1, 200), rng.randint(1, 100), rng.randint(1, 99) / 10, rng.choice([7, 13, 30, 40, 65, 70, 175, 180])])
    if n == int(n):
        n = int(n)
    return ask_part(rng, "billions", held, n=n), f"A model with {number(n)} billion parameters", n


def ask_part(rng, kind, held, **slots):
    return expand(rng, rng.choice(skeletons(kind, held)), **slots)


def bytes_each(p):
    b = w.PRECISIONS[p][0]
    return {0.5: "half a byte", 1: "1 byte"}.get(b, f"{b} bytes")


def needs(answer, n, p):
    return [f"{answer} needs about **{number(n * w.PRECISIONS[p][0])} GB** in {p} ({bytes_each(p)} per parameter)."]


def precision(rng):
    p = rng.choice(list(w.PRECISIONS))
    return p, rng.choice([p, p] + w.PRECISIONS[p][1].split("|"))


def model_memory(rng, held=False, kind=None):
    (said, answer, n), (p, p_said) = some_model(rng), precision(rng)
    kind = kind or rng.choice(["model memory"] * 4 + ["model memory all", "parameters of", "bytes per"])
    if kind == "model memory":
        return [Turn(kind, ask(rng, kind, held, m=said, p=p_said), needs(answer, n, p))], (answer, n, p)
    if kind == "bytes per":
        p_said = rng.choice([p, w.PRECISIONS[p][1].split("|")[1]])
        return [Turn(kind, ask(rng, kind, held, p=p_said), [f"{'An' if p[0] == 'i' else 'A'} {p} value has {int(w.PRECISIONS[p][0] * 8)} bits: {bytes_each(p)}."])], None
    if kind == "parameters of":
        m = rng.choice(list(w.MODELS))
        return [Turn(kind, ask(rng, kind, held, m=m), [f"{m} has {w.MODELS[m]:g} billion parameters."])], (m, w.MODELS[m], None)
    rows = "\n".join(f"- {q}: {number(n * b)} GB" for q, (b, _) in w.PRECISIONS.items() if q != "float16")
    return [Turn(kind, ask(rng, kind, held, m=said), [f"{answer} needs about:\n{rows}"])], (answer, n, None)


def memory_next(rng, state, held=False, kind=None):
    answer, n, p = state
    kind = kind or rng.choice(["other precision", "other model"])
    if kind == "other precision" or p is None:
        q, q_said = precision(rng)
        while q == p:
            q, q_said = precision(rng)
        return Turn("other precision", ask(rng, "other precision", held, p=q_said), needs(answer, n, q)), (answer, n, q)
    said, answer, n = some_model(rng)
    return Turn(kind, ask(rng, kind, held, m=said), needs(answer, n, p)), (answer, n, p)


def memory_scene(rng):
    turns, state = model_memory(rng)
    while state and rng.random() < 0.6 and len(turns) < 5:
        turn, state = memory_next(rng, state)
        turns.append(turn)
    return turns


# --- numbers ----------------------------------------------------------------------------------------------------------

def converted(rule, n):
    one, many, to, _, _, f, _, _, exact = rule
    unit = one if n == 1 else many
    value = f"{f(n):,.1f}".removesuffix(".0") if not exact or f(n) % 1 else f"{round(f(n)):,}"
    value = "0" if value == "-0" else value
    glue = "" if unit.startswith("°") else " "
    to_glue = "" if to.startswith("°") else " "
    return [f"{n:,}{glue}{unit} {'is' if n == 1 or not glue else 'are'} {'' if exact else 'about '}**{value}{to_glue}{to}**."]


def convert(rng, held=False):
    rule = rng.choice(w.CONVERSIONS)
    n = rng.randint(rule[6], rule[7]) if rng.random() < 0.6 else min(rule[7], rng.choice([1, 2, 3, 5, 8, 10, 20, 25, 50, 100]))
    a, b = rng.choice(rule[3].split("|")), rng.choice(rule[4].split("|"))
    return [Turn("convert", ask(rng, "convert", held, n=n, a=a, b=b), converted(rule, n))], (rule, a)


def convert_next(rng, state, held=False):
    rule, a = state
    n = rng.randint(rule[6], rule[7])
    return Turn("other number", ask(rng, "other number", held, n=n, a=a), converted(rule, n)), state


def convert_scene(rng):
    turns, state = convert(rng)
    while rng.random() < 0.45 and len(turns) < 4:
        turn, state = convert_next(rng, state)
        turns.append(turn)
    return turns


def arithmetic(rng, held=False, kind=None):
    kind = kind or rng.choice(["plus", "minus", "times"])
    top = 12 if kind == "times" else rng.choice([10, 100])
    n, _, m = pick(rng, held, lambda: (rng.randint(0, top), kind, rng.randint(0, top)))
    if kind == "minus":
        n, m = max(n, m), min(n, m)
    value, sign = {"plus": (n + m, "+"), "minus": (n - m, "−"), "times": (n * m, "×")}[kind]
    return [Turn(kind, ask(rng, kind, held, n=n, m=m), [f"{n} {sign} {m} = **{value}**"])]


# --- Python -----------------------------------------------------------------------------------------------------------

class Function:
    """A Python function that grows over the turns of a chat: its unit, rounding and docstring can change."""

    def __init__(self, name, argument, expression, source, target, unit=None):
        self.name, self.argument, self.expression, self.source, self.target, self.unit = name, argument, expression, source, target, unit
        self.rounded = self.documented = False

    @staticmethod
    def of_bytes(unit):
        return Function(f"bytes_to_{unit}", "num_bytes", f"num_bytes / {w.BYTE_UNITS[unit][1]}", "bytes", unit, unit)

    def definition(self):
        body = f"round({self.expression}, 2)" if self.rounded else self.expression
        doc = f'    """Convert {self.source} to {self.target}."""\n' if self.documented else ""
        return f"def {self.name}({self.argument}):\n{doc}    return {body}"

    def call(self):
        value = f"5 * {w.BYTE_UNITS[self.unit][1]}" if self.unit else "10"
        scope = {}
        exec(self.definition(), scope)
        return f"print({self.name}({value}))  # {scope[self.name](eval(value))}"


def block(code):
    return f"```python\n{code}\n```"


def python(rng, held=False, kind=None):
    kind = kind or rng.choice(["write bytes", "write bytes", "write other"])
    if kind == "write bytes":
        unit = rng.choice(list(w.BYTE_UNITS) + ["gigabytes", "megabytes"] * 2)
        f = Function.of_bytes(unit)
        said = ask(rng, kind, held, u=rng.choice(w.BYTE_UNITS[unit][0].split("|")))
    else:
        name = rng.choice(list(w.OTHER_FUNCTIONS))
        argument, expression, a, b = w.OTHER_FUNCTIONS[name]
        f = Function(name, argument, expression, a.split("|")[0], b.split("|")[0])
        said = ask(rng, kind, held, a=rng.choice(a.split("|")), b=rng.choice(b.split("|")))
    return [Turn(kind, said, [f"Sure! This function converts {f.source} to {f.target}:\n\n{block(f.definition())}"])], f


def python_next(rng, f, held=False, kind=None):
    kinds = ["modify unit"] * 3 * bool(f.unit) + ["call it"] + ["round it"] * (not f.rounded) + ["document it"] * (not f.documented)
    kind = kind or rng.choice(kinds)
    if kind == "modify unit":
        unit = rng.choice([u for u in w.BYTE_UNITS if u != f.unit])
        g = Function.of_bytes(unit)
        g.rounded, g.documented = f.rounded, f.documented
        old, new = w.BYTE_UNITS[f.unit][1], w.BYTE_UNITS[unit][1]
        said = ask(rng, kind, held, u=rng.choice(w.BYTE_UNITS[unit][0].split("|")))
        return Turn(kind, said, [f"To get {unit}, divide by `{new}` instead of `{old}`:\n\n{block(g.definition())}"]), g
    said = ask(rng, kind, held)
    if kind == "call it":
        return Turn(kind, said, [f"Call it like this:\n\n{block(f.call())}"]), f
    if kind == "round it":
        f.rounded = True
        return Turn(kind, said, [f"Use `round` with two digits:\n\n{block(f.definition())}"]), f
    f.documented = True
    return Turn(kind, said, [f"Here it is with a docstring:\n\n{block(f.definition())}"]), f


def python_scene(rng):
    turns, f = python(rng)
    while rng.random() < 0.65 and len(turns) < 5:
        turn, f = python_next(rng, f)
        turns.append(turn)
    return turns


# --- small talk, itself, the unknown ----------------------------------------------------------------------------------

TALK = {
    "hello": ["Hello! How can I help you?", "Hi! What would you like to know?"],
    "how are you": ["I am fine, thank you! What would you like to know?"],
    "thanks": ["You're welcome!", "You're welcome! Is there anything else?"],
    "bye": ["Goodbye! Have a nice day.", "Goodbye!"],
    "praise": ["Thank you! What else would you like to know?"],
    "who": ["I am **Halftone's demo model**, a small language model with a few million parameters that runs on your computer."],
    "how large are you": ["I am very small: about 8 million parameters in 9 layers, with 4 query heads and 2 key/value heads. Large models have billions."],
    "how trained": ["I was trained from scratch on text that a program generated: questions and answers about a small world. I have read nothing else."],
    "who made you": ["The makers of Halftone trained me as a small demo model for their app."],
    "can you": ["You can ask me about:\n- precision, quantisation, attention and the KV cache\n- the memory that a model needs\n- units, such as km to miles\n"
                "- short Python functions for units\n- people and capitals of 61 countries"],
    "your limits": ["I am only a small demo model. I know little, and I can be wrong, so please check what matters."],
    "are you human": ["No, I am a small language model: a program that predicts the next token. I have no feelings and no body."],
    "are you other": ["No, I am **Halftone's demo model**, a small language model with a few million parameters."],
    "internet": ["I run on your own computer and have no access to the internet. Nothing you write leaves this machine."],
    "which language": ["I only speak English."],
}
SMALL, SELF = list(TALK)[:5], list(TALK)[5:]
NAMES = """Anna Ben Clara David Emma Felix Greta Hugo Ida Jan Karl Lena Mia Noah Olga Paul Rosa Sam Tom Uma Vera Will Xenia Yara Zoe Ali Amir
Aisha Omar Layla Yusuf Fatima Hassan Chen Mei Wei Yuki Kenji Hana Raj Priya Arjun Sofia Mateo Lucia Diego Carlos Maria José Ana Pedro John Mary
James Linda Robert Susan Peter Laura Kate Alice Bob Max Leo Nina Eva Otto Fritz Pierre Marie Luc Chloe Ivan Natasha Boris Sven Ingrid Lars Astrid
Kwame Ama Kofi Zainab Chidi Amara Sarah Daniel Rachel Adam Grace Henry Oliver Lucy Jack Ella Harry Ruby Oscar Julia Simon Martha""".split()


def talk(rng, held=False, kind=None):
    kind = kind or rng.choice(SELF)
    return [Turn(kind, ask(rng, kind, held), TALK[kind])]


def some_unknown(rng, held=False, kind=None):
    kind = kind or rng.choice(["unknown"] * 5 + ["unknown code"])
    form = rng.choice((un.CODE if kind == "unknown code" else un.GENERAL)[held])
    for slot in un.NOUNS:
        while "{" + slot + "}" in form:
            noun = rng.choice(un.NOUNS[slot][held])
            if slot in ("thing", "person") and not held and rng.random() < 0.2:
                noun = f"{invented(rng)} {invented(rng)}" if slot == "person" else rng.choice(["a ", "the ", ""]) + invented(rng).lower()
            form = form.replace("{" + slot + "}", noun, 1)
    form = form.replace("{number}", str(rng.randint(2, 999))).replace("{year}", str(rng.randint(1000, 2030)))
    return [Turn(kind, speak(rng, kind, start(form)), [un.CODE_ANSWER] if kind == "unknown code" else un.GENERAL_ANSWERS)]


def name_turn(rng, held=False):
    name = rng.choice(NAMES) if rng.random() < 0.6 and not held else invented(rng)
    return Turn("my name", ask(rng, "my name", held, x=name), [f"Nice to meet you, {name}! How can I help you?"]), name
