"""What the `tokenizers` library says about a text, in the terms of engine/tokenizer/tokenizer.h."""
import json

from tokenizers import Tokenizer


class Oracle:
    """Two tokenizers of one vocabulary: what a template wrote may become special tokens, what a person typed never does."""

    def __init__(self, source):
        source = source if isinstance(source, str) else json.dumps(source, ensure_ascii=False)
        self.trusting, self.plain = Tokenizer.from_str(source), Tokenizer.from_str(source)
        self.plain.encode_special_tokens = True
        self.size = self.plain.get_vocab_size()  # slow: it copies the vocabulary

    def trusted(self, texts):
        return [e.ids for e in self.trusting.encode_batch_fast(texts, add_special_tokens=False)]

    def typed(self, texts):
        return [e.ids for e in self.plain.encode_batch_fast(texts, add_special_tokens=False)]

    def whole(self, texts):
        return [e.ids for e in self.plain.encode_batch_fast(texts, add_special_tokens=True)]

    def decode(self, lists):
        return self.plain.decode_batch(lists, skip_special_tokens=True)
