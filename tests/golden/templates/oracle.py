"""Chat templates as Hugging Face's transformers runs them: Python's jinja2, set up in the same way. The oracle of the tests."""
import json
import os
import time
from datetime import datetime, timezone

import jinja2
import jinja2.ext
from jinja2.sandbox import ImmutableSandboxedEnvironment

os.environ["TZ"] = "UTC"
time.tzset()
NOW = datetime.fromtimestamp(1732368645, timezone.utc)  # Saturday, 23 November 2024, 13:30:45


class Generation(jinja2.ext.Extension):
    """{% generation %}: marks the assistant's words; the text is its body's."""
    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return jinja2.nodes.CallBlock(self.call_method("_body"), [], [], body).set_lineno(line)

    def _body(self, caller):
        return caller()


def raise_exception(message):
    raise jinja2.exceptions.TemplateError(message)


def tojson(x, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(x, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


def environment():
    env = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[Generation, jinja2.ext.loopcontrols])
    env.filters["tojson"] = tojson
    env.globals["raise_exception"] = raise_exception
    env.globals["strftime_now"] = lambda format: NOW.strftime(format)
    return env


def render(source, context):
    """The text, or None when the template fails."""
    try:
        return environment().from_string(source).render(**context)
    except Exception as error:  # whatever Python raises is an error of the template
        render.error = f"{type(error).__name__}: {error}"
        return None
