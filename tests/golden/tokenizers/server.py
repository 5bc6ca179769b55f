"""Our tokenizer through tests/tools/tokenizer_server (cmake --build build/cpu --target tokenizer_server)."""
import json
import pathlib
import subprocess

TOOL = pathlib.Path(__file__).resolve().parents[3] / "build/cpu/bin/tokenizer_server"


def written(raw):
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return {"hex": raw.hex()}


class Server:
    TYPED, TRUSTED, WHOLE = range(3)

    def __init__(self, model, tool=TOOL):
        self.process = subprocess.Popen([str(tool), str(model)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, **question):
        self.process.stdin.write(json.dumps(question).encode() + b"\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the tokenizer ended: {self.process.wait()}")
        return json.loads(line)

    def marks(self):
        """(id, text, hidden) of the tokens that only a template may write."""
        return self.ask(marks=True)["marks"]

    def encode(self, raws, kind):
        return self.ask(texts=[[written(r), kind] for r in raws])["ids"]

    def decode(self, lists):
        """Pairs: decoded at once, and streamed."""
        return self.ask(lists=lists)["texts"]

    def close(self):
        self.process.stdin.close()
        self.process.wait()
