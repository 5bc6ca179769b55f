"""One vocabulary in both of its files, as Llama 2 and its kin are published: tokenizer.model from sentencepiece's trainer, and the
tokenizer.json that transformers makes of it (LlamaConverter, legacy). They must be read alike.

    python make.py
"""
import json
import random
import sys
from pathlib import Path

import sentencepiece
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[3] / "resources/demo-model/recipe"))
import corpus  # noqa: E402

MARKS = [AddedToken("<|user|>", rstrip=True, normalized=False, special=True), AddedToken("<mask>", lstrip=True, normalized=False, special=True),
         AddedToken("<tool>", normalized=False)]


def main():
    rng = random.Random("both")
    texts = [text for _ in range(2000) for _, text in corpus.dialogue(rng)]
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(texts), model_prefix=str(HERE / "tokenizer"), model_type="bpe", vocab_size=600, byte_fallback=True,
        character_coverage=1.0, remove_extra_whitespaces=False, normalization_rule_name="identity", split_digits=True,
        allow_whitespace_only_pieces=True, minloglevel=1, num_threads=1)
    (HERE / "tokenizer.vocab").unlink()
    model = sentencepiece.SentencePieceProcessor(model_file=str(HERE / "tokenizer.model"))
    pieces = {model.id_to_piece(i): i for i in range(model.get_piece_size())}
    score = {piece: model.get_score(i) for piece, i in pieces.items()}
    merges = [(score[piece], piece[:cut], piece[cut:]) for piece, i in pieces.items() if i >= 259 for cut in range(1, len(piece))
              if piece[:cut] in pieces and piece[cut:] in pieces]
    merges.sort(key=lambda merge: (-merge[0], pieces[merge[1]], pieces[merge[2]]))
    tokenizer = Tokenizer(models.BPE(pieces, [(a, b) for _, a, b in merges], unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)])
    tokenizer.add_special_tokens(["<unk>", "<s>", "</s>"])
    tokenizer.add_tokens(MARKS)
    tokenizer.save(str(HERE / "tokenizer.json"), pretty=False)
    decoder = {token["id"]: {key: value for key, value in token.items() if key != "id"} for token in json.loads(tokenizer.to_str())["added_tokens"]}
    settings = {"tokenizer_class": "LlamaTokenizer", "bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>", "add_bos_token": False,
                "legacy": True, "added_tokens_decoder": decoder}
    (HERE / "tokenizer_config.json").write_text(json.dumps(settings, indent=1) + "\n")


if __name__ == "__main__":
    main()
