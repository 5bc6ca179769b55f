// Encoding under libFuzzer: whatever the text, the fast tokenizer says what its slow definition says, and what it says decodes in one piece
// as it does token by token. The first byte of an input chooses the vocabulary.
//   tests/fuzz/run.sh 600
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "engine/load/folder_vocabulary.h"
#include "engine/base/utf8_stream.h"
#include "tests/engine/tokenizer/slow_tokenizer.h"

using namespace halftone;

namespace {

struct Pair {
  std::string name;
  std::unique_ptr<Tokenizer> fast;
  std::unique_ptr<test::SlowTokenizer> slow;
};

std::vector<Pair> open_all() {
  std::vector<Pair> pairs;
  std::vector<std::filesystem::path> folders;
  for (const auto& entry : std::filesystem::directory_iterator(SOURCE_DIR "/tests/golden/tokenizers"))
    if (entry.is_directory() && std::filesystem::exists(entry.path() / "tokenizer.json")) folders.push_back(entry.path());
  std::ranges::sort(folders);
  for (const auto& folder : folders) {
    auto data = read_vocabulary_file(folder / "tokenizer.json");
    if (!data) continue;
    auto slow = std::make_unique<test::SlowTokenizer>(*data);
    auto fast = make_tokenizer(*std::move(data));
    if (fast) pairs.push_back({folder.filename(), *std::move(fast), std::move(slow)});
  }
  return pairs;
}

[[noreturn]] void differs(const Pair& pair, const char* what) {
  std::fprintf(stderr, "%s: %s\n", pair.name.c_str(), what);
  std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const std::vector<Pair> pairs = open_all();
  if (size < 2 || size > 2'000 || pairs.empty()) return 0;
  const Pair& pair = pairs[bytes[0] % pairs.size()];
  const std::string text(reinterpret_cast<const char*>(bytes) + 1, size - 1);
  const TextSpan span{text, true};
  const std::vector<TokenId> ids = pair.fast->encode(std::span(&span, 1));
  if (ids != pair.slow->encode(text)) differs(pair, "the fast encoding is not the slow one");
  DecodeState state;
  Utf8Stream characters;
  std::string streamed;
  for (const TokenId id : ids) streamed += characters.push(pair.fast->decode(id, state));
  streamed += characters.push(pair.fast->finish(state));
  streamed += characters.finish();
  if (streamed != pair.fast->decode(ids)) differs(pair, "decoding in a stream is not decoding at once");
  return 0;
}
