"""Makes rules.model: a small unigram model with normalisation rules of our own. Needs the Python package sentencepiece."""
import io
import pathlib
import tempfile

import sentencepiece

here = pathlib.Path(__file__).parent

# A rule per line: code points in hexadecimal, a tab, what they become.
rules = {"ﬁ": "fi", "　": " ", "Ｔ": "t", "Ｈ": "h", "Ｅ": "e", "ａ": "a", "ｃ": "c", "ｔ": "t"}
text = ["the cat sat near the fire", "a fire is warm", "the cat is a fine cat", "she ate the rice"] * 20

with tempfile.NamedTemporaryFile("w", suffix=".tsv") as tsv:
    for source, target in rules.items():
        points = lambda s: " ".join(f"{ord(c):X}" for c in s)
        tsv.write(f"{points(source)}\t{points(target)}\n")
    tsv.flush()
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(text), model_writer=model, model_type="unigram", vocab_size=25,
        normalization_rule_tsv=tsv.name, remove_extra_whitespaces=True, minloglevel=2)
(here / "rules.model").write_bytes(model.getvalue())
