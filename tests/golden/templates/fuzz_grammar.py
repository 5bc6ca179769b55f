"""A random grammar of chat templates. Expressions have a type, and mostly get operands of the type they need."""
import random

STRINGS = ["'a'", "'Hello World'", "' pad '", "'a,b,,c'", "''", "text", "lines", "bos_token", "messages[1].content", "'é🦙x'", "\"it's\"", "'aXbXc'", "'12'", "'-3.5'",
           "messages[0]['role']", "words[0]", "people[1].name", "'<|im_start|>'", "'\\n'", "'tab\\t\\\\x\\u00e9'", "'ß ŉ ǆ'", "'ABC def'", "'%s-%s'", "'{}'", "'x' 'y'", "'&<>\"'",
           "'1_000'", "'0x1f'", "' 7 '", "'1e3'", "'one two  three'", "'a\\nb\\r\\nc'", "'١٢'", "'²'", "'ǅžx'", "'ΑΣ'", "'nan'", "'a-b_c'", "'𝟙'", "'\\u200b'"]
INTEGERS = ["0", "1", "-1", "2", "3", "-2", "7", "100", "true", "numbers[0]", "numbers|length", "10", "1_000", "0x1F", "0b101", "0o17", "5", "people[0].age", "255", "-17"]
FLOATS = ["1.5", "2.0", "-0.5", "floats[1]", "1e3", "0.1", "3.14159", "1e-7", "2.5", "-2.5", "0.0", "1_0.5", "1e16", "123456789.125"]
LISTS = ["numbers", "words", "[]", "[1, 'a', none]", "(1, 2)", "people", "range(4)", "floats", "mapping.items()", "messages", "tools", "[[1, 2], [3]]", "('a', 'b', 'c')",
         "words[1:]", "['b', 'A', 'a', 'B']", "[3, 1, 2]", "[1, 1.0, true, 2]", "(1,)", "()", "tree", "[none, 0, '', 'x']", "range(5, 0, -2)", "mapping.keys()", "mapping.values()",
         "people[0].values()", "[(2, 'x'), (1, 'y')]", "range(2, 5)", "empty", "[undefined_thing]", "['x', 1]", "messages[2].tags"]
DICTS = ["mapping", "people[0]", "{'a': 1, 'b': [1]}", "{}", "messages[2]", "tools[0].function", "dict(a=1, b='x')", "{'B': 2, 'a': 1, 'C': 3}", "{1: 'x', 'y': 2}", "tools[0]",
         "{'k': none, 'f': 1.5, 't': true}", "{'items': [1], 'keys': 2}", "dict([('p', 1)], q=2)", "{true: 1, none: 2}", "{'é': 'ü', 'n': {'m': [{}]}}", "{(1, 2): 3}", "tools[0].function.parameters"]
OTHERS = ["none", "missing", "yes", "no", "nothing", "true", "false", "people[2].active", "mapping.missing", "namespace(a=1)", "missing.deeper", "None", "loop.index", "numbers[99]"]
METHODS = ["strip()", "split()", "split(',')", "upper()", "lower()", "title()", "capitalize()", "replace('a', 'b')", "find('a')", "startswith('a')", "splitlines()",
           "rsplit(' ', 1)", "count('a')", "lstrip('a ')", "partition(',')", "zfill(5)", "center(9)", "isalpha()", "join(words)", "split('X', 1)", "rfind('b')", "endswith('c')",
           "rstrip()", "lstrip()", "strip('a')", "split(maxsplit=1)", "split(None, 1)", "isdigit()", "isupper()", "islower()", "isspace()", "isalnum()", "isnumeric()", "istitle()",
           "swapcase()", "casefold()", "ljust(8, '.')", "rjust(8)", "index('o')", "rindex('l')", "removeprefix('a')", "removesuffix('c')", "rpartition(',')", "expandtabs(4)",
           "startswith(('a', 'H'))", "endswith('d', 2)", "find('o', 5)", "count('')", "replace('', '-')", "replace('a', '', 1)", "splitlines(true)", "isdecimal()",
           "isidentifier()", "isascii()", "isprintable()", "format(1, 'x')", "format(a=1)", "split('')", "find('l', -3)", "find('o', 2, 5)", "rsplit(',')", "startswith('')", "__len__()",
           "zfill(8)", "center(7, '*')", "strip(none)", "nosuch()", "nosuch", "join(['x', 'y'])", "join('abc')", "join(numbers)", "partition(' ')[2]", "split(' ')[-1]", "split('\\n')[0]",
           "translate({97: 'z'})", "replace('l', 'L', count=1)", "split(sep=',')", "rstrip('c').strip()"]
STRING_FILTERS = ["trim", "upper", "lower", "title", "capitalize", "string", "reverse", "replace('a', 'bb')", "indent(2)", "truncate(5)", "center(8)", "trim('a')",
                  "indent(2, true)", "indent('>> ', blank=true)", "truncate(9, true)", "truncate(7, false, '…', 0)", "replace('l', 'L', 1)", "indent(width=1, first=true)",
                  "default('d')", "format(1)", "format('a', 'b')", "trim|upper", "replace('o', 0)", "truncate(length=6, leeway=2)"]
LIST_FILTERS = ["list", "sort", "unique|list", "reverse|list", "map('string')|list", "select|list", "reject('odd')|list", "batch(2)|list", "sort(reverse=true)", "map(attribute='name')|list",
                "selectattr('age')|list", "rejectattr('active', 'defined')|list", "selectattr('role', 'equalto', 'user')|list", "map('upper')|list", "slice(2)|list", "batch(3, 0)|list",
                "sort(attribute='age')", "map(attribute='age', default=0)|list", "selectattr('city.name', 'eq', 'London')|list", "unique(true)|list", "map('length')|list", "select('string')|list",
                "select('in', words)|list", "groupby('age')", "sort(attribute='city.name,name')", "map('default', 'x')|list", "select('number')|list", "reject('none')|list", "sort(case_sensitive=true)",
                "map('int')|list", "map('replace', 'a', 'o')|list", "unique(attribute='age')|map(attribute='name')|list", "slice(3, '-')|list", "map('first')|list", "rejectattr('active')|map(attribute='name')|list",
                "selectattr('age', '>', 30)|list", "map('tojson')|list", "groupby('city.name')|list", "groupby('role')|map('first')|list", "select('gt', 1)|list", "map(attribute='role')|unique|list"]
ANY_FILTERS = ["length", "first", "last", "list", "string", "int", "float", "default('d')", "default('d', true)", "tojson", "tojson(indent=2)", "join('-')", "abs", "round", "sum", "min", "max",
               "items|list", "dictsort", "wordcount", "round(1)", "count", "tojson(ensure_ascii=true)", "tojson(sort_keys=true)", "join", "join(',', attribute='name')", "float(1.5)", "int(7)", "map",
               "round(1, 'floor')", "round(method='ceil')", "tojson(separators=(',', ':'))", "sum(attribute='age')", "max(attribute='age')", "min(attribute='name')", "d('e')",
               "attr('upper')", "nosuch", "tojson(indent=0)", "tojson(indent=1, sort_keys=true)", "dictsort(by='value')", "dictsort(true, reverse=true)", "list|length",
               "tojson|length", "int(base=16)", "string|length", "first|default('none')", "last|string", "join(1)", "items", "sum(start=1)", "select", "reverse", "tojson(indent='\\t')", "float|round(2)"]
NUMBER_FILTERS = ["abs", "round", "int", "float", "string", "round(1)", "round(2, 'ceil')", "default(1)", "round(0, 'floor')", "round(-1)", "tojson", "string|length", "abs|string", "round|int"]
TESTS = ["defined", "undefined", "none", "string", "number", "mapping", "sequence", "iterable", "true", "false", "odd", "even", "integer", "float", "boolean", "lower", "upper", "callable",
         "in words", "eq 1", "sameas none", "divisibleby 3", "in([1, 2])", "eq('a')", "ne 1", "gt 1", "lt(3)", "ge 2", "le 2", "equalto 'a'", "divisibleby(2)", "escaped", "sameas true", "filter", "test", "nosuch",
         "greaterthan 0", "lessthan 5", "in 'abc'", "== 1", "sameas(false)"]
FORMATS = ["'%s'", "'%d'", "'%5.2f|'", "'%-6s|'", "'%05d'", "'%x'", "'%r'", "'%%'", "'%e'", "'%g'", "'%+d'", "'%c'", "'%i'", "'%.3s'", "'%X'", "'%#x'", "'%o'", "'%10s'", "'%s %s'", "'%(name)s'", "'% d'", "'%.0f'",
           "'%a'", "'%G'", "'%u'", "'%*d'", "'%.2e'", "'%5%'", "'%-05d'", "'%s%'"]
BRACES = ["'{}'", "'{0}{1}'", "'{:>8}'", "'{:<6}|'", "'{:^7}'", "'{:.2f}'", "'{:d}'", "'{:x}'", "'{!r}'", "'{a}'", "'{{}}'", "'{0!s:>5}'", "'{:,}'", "'{:05d}'", "'{:%}'", "'{:e}'", "'{:*^9}'", "'{0[0]}'", "'{:+}'", "'{:b}'", "'{:#x}'",
          "'{:.3}'", "'{:10}'", "'{a:>4}'", "'{} {}'", "'{:s}'", "'{:g}'", "'{:_}'", "'{:<{a}}'", "'{0} {0}'"]
DATES = ["%d %b %Y", "%Y-%m-%d", "%H:%M:%S", "%A, %B %d", "%j %U %p %I", "%y%m", "%%", "%-d", "%a %c", "%x %X", "%e|%w|%u", "%G-W%V", "%F %T", "%s", "%Z", "%D %R"]


class Grammar:
    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.pick = self.rng.choice
        self.number = self.rng.random

    def chance(self, probability):
        return self.rng.random() < probability

    # Expressions -----------------------------------------------------------------------------------------------------------
    def any(self, depth):
        return self.pick([self.string, self.string, self.integer, self.float, self.list, self.dict, self.boolean, self.other])(depth)

    def other(self, depth):
        kind = self.rng.randrange(9)
        if depth <= 0 or kind < 3:
            return self.pick(OTHERS + self.names * 2)
        if kind == 3:
            return f"{self.operand(self.any, depth)}|{self.pick(ANY_FILTERS)}"
        if kind == 4:
            return f"({self.list(depth - 1)})[{self.integer(1)}]"
        if kind == 5:
            return f"{self.any(depth - 1)} if {self.boolean(depth - 1)}" + (f" else {self.any(depth - 1)}" if self.chance(0.8) else "")
        if kind == 6:
            return f"{self.operand(self.boolean, depth)} {self.pick(['and', 'or'])} {self.operand(self.any, depth)}"
        if kind == 7:
            return f"({self.dict(depth - 1)}){self.pick(['.a', '.name', chr(91) + chr(39) + 'b' + chr(39) + ']', '.role', '.items()', '.get(' + chr(39) + 'a' + chr(39) + ')', '.x.y', '.b'])}"
        return f"{self.operand(self.any, depth)} {self.pick(['+', '-', '*', '/', '//', '%', '~', '==', '<', 'in'])} {self.operand(self.any, depth)}"

    def operand(self, kind, depth):
        text = (kind if self.chance(0.96) else self.any)(depth - 1)
        return text if text.isidentifier() or self.chance(0.12) else f"({text})"

    def string(self, depth):
        kind = self.rng.randrange(13)
        if depth <= 0 or kind < 3:
            return self.pick(STRINGS)
        if kind in (3, 4):
            return f"{self.operand(self.string, depth)}.{self.pick(METHODS)}"
        if kind in (5, 6):
            return f"{self.operand(self.string, depth)}|{self.pick(STRING_FILTERS)}"
        if kind == 7:
            return " ~ ".join(self.operand(self.any, depth) for _ in range(self.rng.randrange(2, 4)))
        if kind == 8:
            return f"{self.operand(self.string, depth)} + {self.operand(self.string, depth)}"
        if kind == 9:
            return f"{self.pick(FORMATS)} % {self.operand(self.any, depth) if self.chance(0.6) else '(' + self.any(depth - 1) + ', ' + self.any(0) + ')'}"
        if kind == 10:
            arguments = ", ".join([self.any(depth - 1)] + ([self.any(0)] if self.chance(0.4) else []) + (["a=" + self.any(0)] if self.chance(0.3) else []))
            return f"{self.pick(BRACES)}.format({arguments})"
        if kind == 11:
            return self.pick([f"{self.operand(self.string, depth)} * {self.pick('0123')}", f"({self.string(depth - 1)})[{self.slice()}]", f"({self.string(depth - 1)})[{self.integer(0)}]",
                              f"strftime_now('{self.pick(DATES)}')", f"{self.operand(self.list, depth)}|join({self.string(0)})"])
        return f"({self.any(depth - 1)})|{self.pick(['tojson', 'tojson(indent=2)', 'string', 'tojson(indent=4)', 'join', 'tojson(separators=(%s, %s))' % (repr(','), repr(':'))])}"

    def slice(self):
        part = lambda: self.pick(["", "", "0", "1", "-1", "2", "-2", "5", "100", "-100", "none"])
        return f"{part()}:{part()}" + self.pick(["", "", ":", ":2", ":-1", ":-2", ":1", ":3"])

    def integer(self, depth):
        kind = self.rng.randrange(8)
        if depth <= 0 or kind < 3:
            return self.pick(INTEGERS + (["loop.index", "loop.index0", "loop.revindex", "loop.length", "loop.depth"] if self.loops else []))
        if kind in (3, 4):
            return f"{self.operand(self.integer, depth)} {self.pick(['+', '-', '*', '//', '%', '%', '/'])} {self.operand(self.integer, depth)}"
        if kind == 5:
            return self.pick([f"{self.operand(self.integer, depth)} ** {self.pick('01234')}", f"-{self.operand(self.integer, depth)}", f"+{self.operand(self.integer, depth)}", f"2 ** {self.pick(INTEGERS)}"])
        if kind == 6:
            return f"{self.operand(self.pick([self.string, self.list, self.dict]), depth)}|{self.pick(['length', 'count'])}"
        return f"{self.operand(self.integer, depth)}|{self.pick(NUMBER_FILTERS)}"

    def float(self, depth):
        kind = self.rng.randrange(5)
        if depth <= 0 or kind < 2:
            return self.pick(FLOATS)
        if kind == 2:
            return f"{self.operand(self.float, depth)} {self.pick(['+', '-', '*', '/', '//', '%', '**'])} {self.operand(self.pick([self.integer, self.float]), depth)}"
        if kind == 3:
            return f"{self.operand(self.integer, depth)} / {self.operand(self.integer, depth)}"
        return f"{self.operand(self.float, depth)}|{self.pick(NUMBER_FILTERS)}"

    def list(self, depth):
        kind = self.rng.randrange(9)
        if depth <= 0 or kind < 3:
            return self.pick(LISTS)
        if kind in (3, 4):
            return f"{self.operand(self.list, depth)}|{self.pick(LIST_FILTERS)}"
        if kind == 5:
            return f"({self.list(depth - 1)})[{self.slice()}]"
        if kind == 6:
            return f"{self.operand(self.list, depth)} {self.pick(['+ ' + self.operand(self.list, depth), '* 2'])}"
        if kind == 7:
            items = [self.any(depth - 2) for _ in range(self.rng.randrange(4))]
            return self.pick([f"[{', '.join(items)}]", f"({', '.join(items)}{',' if items else ''})"])
        return self.pick([f"{self.operand(self.dict, depth)}.{self.pick(['items()', 'keys()', 'values()'])}|list", f"{self.operand(self.dict, depth)}|dictsort", f"{self.operand(self.dict, depth)}|items|list",
                          f"range({self.integer(0)}, {self.integer(0)})", f"{self.operand(self.string, depth)}|list", f"{self.operand(self.list, depth)}.{self.pick(['index(1)', 'count(1)', 'append(1)', 'copy()', 'pop()', 'nosuch'])}"])

    def dict(self, depth):
        if depth <= 0 or self.chance(0.6):
            return self.pick(DICTS)
        return "{" + ", ".join(f"{self.string(0) if self.chance(0.9) else self.integer(0)}: {self.any(depth - 2)}" for _ in range(self.rng.randrange(4))) + "}"

    def boolean(self, depth):
        kind = self.rng.randrange(8)
        if depth <= 0 or kind == 0:
            return self.pick(["true", "false", "yes", "no", "add_generation_prompt", "missing", "nothing", "numbers", "empty", "messages", "not no"] + (["loop.first", "loop.last", "not loop.last"] if self.loops else []))
        if kind in (1, 2):
            same = self.pick([self.string, self.integer, self.float, self.list, self.any])
            chain = f" {self.pick(['<', '<=', '=='])} {self.operand(same, depth)}" if self.chance(0.15) else ""
            return f"{self.operand(same, depth)} {self.pick(['==', '!=', '<', '<=', '>', '>='])} {self.operand(same, depth)}{chain}"
        if kind == 3:
            return f"{self.operand(self.any, depth)} is {self.pick(['', '', 'not '])}{self.pick(TESTS)}"
        if kind == 4:
            return f"{self.operand(self.any, depth)} {self.pick(['in', 'not in'])} {self.operand(self.pick([self.list, self.string, self.dict]), depth)}"
        if kind == 5:
            return f"{self.operand(self.boolean, depth)} {self.pick(['and', 'or'])} {self.operand(self.boolean, depth)}"
        if kind == 6:
            return f"not {self.operand(self.boolean, depth)}"
        return f"{self.operand(self.string, depth)}.{self.pick(['startswith(', 'endswith('])}{self.string(0)})"

    # Statements ------------------------------------------------------------------------------------------------------------
    def space(self):
        return self.pick(["", "", " ", "\n", "  \n", "\n  ", "\t", "x", "\n\n", "<s>", "\r\n", " {", "}} ", "% "] if self.chance(0.3) else ["", " ", "\n"])

    def tag(self, body):
        return "{%" + self.pick(["", "", "-", "+"]) + " " + body + " " + self.pick(["", "", "-", "+"]) + "%}"

    def output(self, depth=3):
        value = self.any(self.rng.randrange(1, depth + 1))
        if self.chance(0.06):
            value = f"({value})|{self.pick(['e', 'safe', 'forceescape'])}"
        return "{{" + self.pick(["", "", "-"]) + " " + value + " " + self.pick(["", "", "-"]) + "}}"

    def body(self, depth):
        return "".join(self.space() + self.statement(depth - 1) + self.space() for _ in range(self.rng.randrange(1, 3)))

    def new_name(self):
        name = self.pick(["x", "y", "z", "ns"])
        self.names.append(name)
        return name

    def loop(self, depth):
        target, items = self.pick([("x", None), ("x", None), ("m", "messages"), ("k, v", self.operand(self.dict, 1) + ".items()"), ("p", "people"), ("k, v", self.operand(self.dict, 1) + "|dictsort"), ("a, b", "[(1, 2), [3, 4]]"), ("t", "tools")])
        head = f"for {target} in {items or self.list(2)}"
        self.names += target.split(", ")
        if self.chance(0.2):
            head += f" if {self.boolean(2)}"
        self.loops += 1
        jump = self.tag(f"if {self.boolean(2)}") + self.tag(self.pick(["break", "continue"])) + self.tag("endif") if self.chance(0.2) else ""
        shown = "{{ " + self.pick(["loop.index", target.split(", ")[0], "loop.cycle('a', 'b')", "loop.changed(" + target.split(", ")[0] + ")", "loop.previtem", "loop.nextitem is defined", "loop.last", "loop.length"]) + " }}"
        body = self.body(depth)
        self.loops -= 1
        for _ in target.split(", "):
            self.names.pop() if self.names else None
        return self.tag(head) + jump + shown + body + (self.tag("else") + "E" if self.chance(0.2) else "") + self.tag("endfor")

    def macro(self, depth):
        caller = self.pick(["", "", "{{ caller() }}", "{{ caller(a) }}", "{{ varargs }}", "{{ kwargs }}"])
        extra = self.pick(["", "", ", c=a", ", c='z'"])
        text = self.tag(f"macro f(a, b={self.any(1)}{extra})") + "{{ a }}{{ b }}" + caller + self.body(depth) + self.tag("endmacro")
        if caller.startswith("{{ caller"):
            return text + self.tag(f"call{self.pick(['', '(q)'])} f({self.any(1)})") + self.pick(["in", "{{ q }}", self.output(1)]) + self.tag("endcall")
        arguments = self.pick(["", "1", self.any(1), self.any(1) + ", " + self.any(1), "b=" + self.any(1), "1, 2, 3", "*[1, 2]", "**{'a': 1}", "1, d=4", "a=1, b=2"])
        return text + "{{ f(" + arguments + ")" + self.pick(["", "", "|trim", "|upper", "|length", " ~ 'z'"]) + " }}"

    def statement(self, depth):
        kind = self.rng.randrange(15) if depth > 0 else 0
        if kind <= 3:
            return self.output()
        if kind <= 5:
            branches = self.tag(f"elif {self.boolean(2)}") + self.body(depth) if self.chance(0.3) else ""
            return self.tag(f"if {self.boolean(3)}") + self.body(depth) + branches + (self.tag("else") + self.body(depth) if self.chance(0.5) else "") + self.tag("endif")
        if kind <= 7:
            return self.loop(depth)
        if kind == 8:
            value = self.any(3)
            name = self.new_name()
            return self.tag(f"set {name} = {value}") + ("{{ " + name + " }}" if self.chance(0.5) else "")
        if kind == 9:
            body = self.body(depth)
            return self.tag(f"set {self.new_name()}{self.pick(['', '', ' | upper', ' | trim | title'])}") + body + self.tag("endset") + "{{ " + self.names[-1] + " }}"
        if kind == 10:
            return self.macro(depth)
        if kind == 11:
            return self.pick(["{#" + self.pick(["", "-"]) + " c " + self.pick(["", "-", "+"]) + "#}", self.tag("raw") + " {{ x }} {% y " + self.tag("endraw"), self.tag("generation") + self.body(depth) + self.tag("endgeneration")])
        if kind == 12:
            return self.tag("filter " + self.pick(STRING_FILTERS)) + self.body(depth) + self.tag("endfilter")
        if kind == 13:
            total = f"{{% set ns = namespace(n={self.any(1)}) %}}{self.tag('for x in ' + self.list(1))}{{% set ns.n = {self.pick(['ns.n + 1', 'ns.n ~ x', 'x', 'loop.index', '[ns.n, x]'])} %}}"
            return total + self.tag("endfor") + "{{ ns.n }}"
        return self.pick([
            self.tag(f"with x = {self.any(2)}, y = {self.any(1)}") + "{{ x }}{{ y }}" + self.body(depth) + self.tag("endwith"),
            self.tag("for n in tree recursive") + "{{ n.name }}{{ loop.depth }}" + self.tag("if n.children") + self.pick(["{{ loop(n.children) }}", "({{- loop(n.children)|upper -}})"]) + self.tag("endif") + self.tag("endfor"),
            self.tag(f"set x, y = {self.any(1)}, {self.any(1)}") + "{{ y }}{{ x }}",
            self.tag(f"set g = {self.operand(self.list, 2)}|{self.pick(['map(%s)' % repr('string'), 'select', 'reject(%s)' % repr('none'), 'unique', 'batch(2)', 'reverse', 'map(%s)' % repr('upper')])}")
            + self.pick(["{{ g|first }}{{ g|list }}", "{{ g|list }}{{ g|list }}", "{{ g is iterable }}", "{% for i in g %}{{ i }}{{ loop.last }}{% endfor %}{{ g|join }}", "{{ 'a' in g }}{{ g|join(',') }}"]),
            self.tag("set j = joiner('|')") + "{{ j() }}{{ j() }}" + self.tag("set c = cycler(1, 'b')") + "{{ c.next() }}{{ c.current }}{{ c.next() }}{{ c.next() }}",
            self.tag("set ns = namespace(a=1, b='x')") + self.tag(f"set ns.b = {self.any(2)}") + "{{ ns.b }}{{ ns.c is defined }}",
            self.tag("macro r(n)") + "{{ n }}" + self.tag("if n > 0") + "{{ r(n - 1) }}" + self.tag("endif") + self.tag("endmacro") + f"{{{{ r({self.pick('0123')}) }}}}",
            self.tag("if messages|length == 0") + "{{ raise_exception('no') }}" + self.tag("endif") + "{{ raise_exception('bad') if " + self.boolean(2) + " }}",
            self.tag("include 'x'") if self.chance(0.1) else "{{ '' }}",
        ])

    def template(self):
        self.loops, self.names = 0, []
        return self.space() + "".join(self.statement(2) + self.space() for _ in range(self.pick([1, 1, 1, 2, 2, 3])))
