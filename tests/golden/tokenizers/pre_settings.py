"""What a GGUF file's name of a pre-tokenizer (`tokenizer.ggml.pre`) stands for, as settings of tokenizer.json."""
import patterns as p
from components import byte_level, digits, pre_tokenizers, punctuation, regex, split


def by_patterns(*expressions):
    return pre_tokenizers(*(split(regex(e)) for e in expressions), byte_level(regex=False))


DIGIT_BY_DIGIT = pre_tokenizers(digits(True), byte_level())
FALCON = pre_tokenizers(punctuation("Contiguous"), byte_level(), digits(False), split(regex("[0-9][0-9][0-9]")))
DEEPSEEK_RANGES = "[一-龥ࠀ-一가-퟿]+"
# Kimi: GPT-4o's words, but Han by runs of its own.
HAN_RUNS = r"\p{Han}+"


def without_han(pattern):
    """The letters of GPT-4o's pattern, none of them Han; a slash does not follow signs."""
    return pattern.replace(r"[\r\n/]*", r"[\r\n]*").replace(p.UPPER, f"[{p.UPPER}&&[^\\p{{Han}}]]").replace(p.LOWER, f"[{p.LOWER}&&[^\\p{{Han}}]]")


# Names -> (pre-tokenizer, NFC, ignore_merges). NFC: True or False where the publishers' files are known to have or not to have it,
# None where they differ or are not known; strings for those are normalised already.
SETTINGS = {}


def add(names, pre, nfc=None, ignore_merges=False):
    for name in names.split():
        SETTINGS[name] = (pre, nfc, ignore_merges)


add("llama-bpe llama3 lfm2 falcon3 pixtral", by_patterns(p.LLAMA3), False, True)
add("smaug-bpe dbrx", by_patterns(p.LLAMA3))
add("minicpm5", by_patterns(p.DIGITS3, p.LLAMA3), None, True)
add("qwen2", by_patterns(p.QWEN2), True)
add("deepseek-r1-qwen megrez", by_patterns(p.QWEN2))
add("qwen35", by_patterns(p.QWEN35), True)
add("gpt-4o llama4 kanana2", by_patterns(p.GPT4O), False)
add("tekken", by_patterns(p.TEKKEN), False, True)
add("glm4", by_patterns(p.LLAMA3), None, True)
add("chatglm-bpe", by_patterns(p.LLAMA3))
add("deepseek-v3 hunyuan-dense", by_patterns(p.DIGITS3, p.DEEPSEEK_CJK, p.DEEPSEEK), False)
add("command-r refact starcoder smollm exaone", DIGIT_BY_DIGIT)
add("gpt-2 phi-2 olmo mellum exaone4 mpt gpt-neox", byte_level())
add("bloom poro-chat gpt3-finnish", by_patterns(p.BLOOM))
add("viking", pre_tokenizers(split(regex(p.BLOOM)), digits(True), byte_level(regex=False)))
add("falcon", FALCON)
add("bailingmoe", by_patterns(p.BAILING))
add("laguna", by_patterns(r"[^\n]+|\n+", p.QWEN2))
add("tiny_aya cohere2moe", by_patterns(p.GROUPS, p.GPT4O))
add("deepseek-coder", pre_tokenizers(*(split(regex(e)) for e in ("[\r\n]", r"\s?\p{L}+", r"\s?\p{P}+", DEEPSEEK_RANGES)), digits(True),
                                    byte_level(regex=False)))
# The publisher lists the letters of scripts with upper and lower case one by one.
add("deepseek-llm", pre_tokenizers(*(split(regex(e)) for e in ("[\r\n]", r"\s?[\p{Lu}\p{Ll}\p{Lt}]+", r"\s?[!-/:-~！-／：-～‘-‟　-。]+", r"\s+$",
                                                               DEEPSEEK_RANGES)), digits(True), byte_level(regex=False)))
add("kimi-k2", by_patterns(HAN_RUNS + "|" + without_han(p.GPT4O)))
add("default", FALCON)
