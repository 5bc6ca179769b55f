"""The demo model's vocabulary, and two others over the same corpus: the same turns as tokens, whatever made them.

sentencepiece   tokenizer.model: BPE with byte fallback, the demo model's own
bpe             tokenizer.json: byte-level BPE as Llama 3 has it, marks behind the vocabulary
unigram         tokenizer.json: Metaspace and Unigram with byte fallback, marks before it
"""
import json
import os
import random

import corpus

os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # the corpus is made by one process per core
SIZE = 2048
MARKS = ["<|system|>", "<|user|>", "<|assistant|>", "<|end|>"]
FILES = {"sentencepiece": "tokenizer.model", "bpe": "tokenizer.json", "unigram": "tokenizer.json"}
# Llama 3's pattern, but for digits one by one: a small model would not learn a thousand groups of three.
WORDS = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+")


def texts(documents=20000):
    rng = random.Random("tokenizer")
    for _ in range(documents):
        yield from (text for _, text in corpus.dialogue(rng))
    yield from (corpus.prose(rng) for _ in range(documents // 4))


# --- making ------------------------------------------------------------------------------------------------------------

def train_sentencepiece(path):
    import sentencepiece
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(list(texts())), model_prefix=str(path.with_suffix("")), model_type="bpe", vocab_size=SIZE,
        byte_fallback=True, character_coverage=1.0, add_dummy_prefix=False, remove_extra_whitespaces=False,
        normalization_rule_name="identity", split_digits=True, allow_whitespace_only_pieces=True, max_sentence_length=20000,
        unk_id=0, bos_id=1, eos_id=2, pad_id=-1, control_symbols=MARKS, user_defined_symbols=["\n"], num_threads=4, minloglevel=1)
    path.with_suffix(".vocab").unlink()


def with_bos(tokenizer):
    from tokenizers import processors
    return processors.TemplateProcessing(single="<s> $A", pair="<s> $A <s>:1 $B:1", special_tokens=[("<s>", tokenizer.token_to_id("<s>"))])


def train_bpe(path):
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, processors, trainers
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(WORDS), "isolated"),
                                                       pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tokenizer.decoder = decoders.ByteLevel()
    marks = ["<s>", "</s>", *MARKS]
    tokenizer.train_from_iterator(texts(), trainers.BpeTrainer(vocab_size=SIZE - len(marks), show_progress=False,
                                                               initial_alphabet=pre_tokenizers.ByteLevel.alphabet()))
    tokenizer.add_special_tokens(marks)
    tokenizer.post_processor = processors.Sequence([processors.ByteLevel(trim_offsets=False), with_bos(tokenizer)])
    tokenizer.save(str(path), pretty=False)


def train_unigram(path):
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Metaspace(prepend_scheme="always"), pre_tokenizers.Digits(individual_digits=True)])
    tokenizer.decoder = decoders.Sequence([decoders.ByteFallback(), decoders.Metaspace(prepend_scheme="always")])
    marks = ["<s>", "</s>", *MARKS]
    first = ["<unk>", *marks]
    tokenizer.train_from_iterator(texts(), trainers.UnigramTrainer(vocab_size=SIZE - len(first) - 256, show_progress=False))
    # The trainer knows no bytes, so they are put in, at a score that no other way to write the same text is worse than.
    learned = [(text, score) for text, score in json.loads(tokenizer.to_str())["model"]["vocab"]][: SIZE - len(first) - 256]
    worst = min(score for _, score in learned) - 10
    vocabulary = [(text, 0.0) for text in first] + [(f"<0x{byte:02X}>", worst) for byte in range(256)] + learned
    tokenizer.model = models.Unigram(vocabulary, 0, True)
    tokenizer.add_special_tokens(["<unk>", *marks])
    tokenizer.post_processor = with_bos(tokenizer)
    tokenizer.save(str(path), pretty=False)


MAKERS = {"sentencepiece": train_sentencepiece, "bpe": train_bpe, "unigram": train_unigram}


# --- using -------------------------------------------------------------------------------------------------------------

class Sentencepiece:
    def __init__(self, path):
        import sentencepiece
        self.processor = sentencepiece.SentencePieceProcessor(model_file=str(path))
        self.id, self.encode, self.decode = self.processor.piece_to_id, self.processor.encode, self.processor.decode


class TokenizerJson:
    def __init__(self, path):
        from tokenizers import Tokenizer
        self.tokenizer = Tokenizer.from_file(str(path))
        self.id = self.tokenizer.token_to_id

    def encode(self, text):
        return self.tokenizer.encode(text, add_special_tokens=False).ids

    def decode(self, ids):
        return self.tokenizer.decode(ids)


class Vocabulary:
    """Texts and turns as tokens. A text is encoded by itself, as between two marks."""

    def __init__(self, folder):
        model = folder / "tokenizer.model"
        self.tokens = Sentencepiece(model) if model.exists() else TokenizerJson(folder / "tokenizer.json")
        self.encode, self.decode = self.tokens.encode, self.tokens.decode
        self.bos, self.eos, self.end = map(self.tokens.id, ("<s>", "</s>", "<|end|>"))
        self.role = {mark[2:-2]: self.tokens.id(mark) for mark in MARKS[:3]}
