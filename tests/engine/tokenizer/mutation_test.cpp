// Damaged vocabularies of every format that is no sentencepiece model (see tests/engine/mutation.h). Whatever opens is also used.
#include <QDir>
#include <QFile>

#include "engine/base/refuse.h"
#include "engine/load/hf_tokenizer.h"
#include "engine/tokenizer/regex.h"
#include "tests/engine/mutation.h"

using namespace halftone;
using namespace halftone::test;

namespace {

std::string read(const QString& path) {
  QFile file(path);
  return file.open(QFile::ReadOnly) ? file.readAll().toStdString() : std::string();
}

// Words of many kinds: letters, digits, marks, a byte sequence that is no UTF-8, a run, control tokens as text.
const std::string kText = "Hello wörld 1234  \n\n <s></s><|im_end|>\xF0\x9F\x90\x8A e\xCC\x81 \xFF\xC3 " + std::string(300, 'a') + "的的";

void use(const Result<std::unique_ptr<Tokenizer>>& tokenizer) {
  if (!tokenizer) {
    QVERIFY(!tokenizer.error().cause.empty());
    return;
  }
  const Tokenizer& t = **tokenizer;
  try {
    const std::vector<TokenId> ids = t.encode(kText);
    for (const TokenId id : ids) QVERIFY(id >= 0 && id < t.vocabulary_size());
    (void)t.decode(ids);
    const std::vector<TextSpan> prompt = {{"<s>", true}, {kText, false}, {"</s>", true}};
    (void)t.encode(prompt);
    (void)t.encode_whole(kText);
  } catch (const PatternExploded& error) {
    QVERIFY(!std::string(error.what()).empty());
  }
  for (TokenId id = 0; id < std::min<std::int64_t>(t.vocabulary_size(), 50); ++id) (void)t.piece(id), (void)t.decode(id, true);
}

const std::vector<std::string> kJsonWords = {
    "{", "}", "[", "]", "\"", ":", ",", "null", "true", "-1", "1e999", "4294967296", "18446744073709551615", "\\u0000", "\\ud800", "(", ")*",
    "(a+)+$", "(?<=", "(?i:", "&&", "[^", "\\\\p{", "\\\\p{Han}", "{1,65535}", "{,3}+", "\\\\h", "\\\\W", "\"Regex\":", "\"String\":", "\"Sequence\"", "\"Split\"",
    "\"Unigram\"", "\"BPE\"", "\"WordPiece\"", "\"NFKC\"", "\"Metaspace\"", "\"Precompiled\"", "\"Strip\"", "\"Fuse\"", "\"\""};

// Three ranks: what tiktoken's and tekken's files hold.
std::string tekken() {
  return R"({"config":{"pattern":"\\p{L}+|\\s+|.","default_vocab_size":14,"default_num_special_tokens":4,"num_vocab_tokens":12},"vocab":[)"
         R"({"rank":0,"token_bytes":"YQ==","token_str":"a"},{"rank":1,"token_bytes":"Yg=="},{"rank":2,"token_bytes":"YWI="},{"rank":3,"token_bytes":"YWFh"},)"
         R"({"rank":4,"token_bytes":"YWE="},{"rank":5,"token_bytes":"IA=="},{"rank":6,"token_bytes":"w7Y="}],)"
         R"("special_tokens":[{"rank":0,"token_str":"<unk>","is_control":true},{"rank":1,"token_str":"<s>"},{"rank":2,"token_str":"</s>"}]})";
}
const char* const kTiktoken = "YQ== 0\nYg== 1\nYWI= 2\nYWFh 3\nYWE= 4\nIA== 5\nw7Y= 6\n";
const char* const kVocab = R"({"a":0,"b":1,"ab":2,"aa":3,"aaaa":4,"Ġ":5,"<|endoftext|>":6,"Ã":7,"¶":8})";
const char* const kMerges = "#version: 0.2\na b\na a\naa aa\nĠ a\n";

}  // namespace

class TokenizerMutationTest : public QObject {
  Q_OBJECT

 private slots:
  // Every made vocabulary; each gets its share of the damage.
  void tokenizerJson() {
    std::vector<std::string> originals;
    const QDir golden(QString(SOURCE_DIR) + "/tests/golden/tokenizers");
    for (const QString& name : golden.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name))
      if (std::string text = read(golden.filePath(name) + "/tokenizer.json"); !text.empty()) originals.push_back(std::move(text));
    QVERIFY(originals.size() > 25);
    run("tokenizer.json", originals, kJsonWords);
  }
  void tekkenJson() { run("tekken.json", {tekken()}, kJsonWords); }
  void tiktoken() { run("x.tiktoken", {kTiktoken}, {{"=", " ", "\n", "\r\n", "AAAA", "-1", "99999999999999999999"}}); }
  void vocabAndMerges() {
    run("vocab.json", {kVocab}, kJsonWords, [](const Folder& folder) { folder.write("merges.txt", kMerges); });
    run("merges.txt", {kMerges}, {{" ", "\n", "a a", "Ġ", "#version"}}, [](const Folder& folder) { folder.write("vocab.json", kVocab); });
  }

 private:
  void run(const char* name, const std::vector<std::string>& originals, const std::vector<std::string>& words,
           const std::function<void(const Folder&)>& beside = {}) {
    std::mt19937_64 random(mutation_seed());
    const Folder folder;
    folder.write("config.json", "{}");
    if (beside) beside(folder);
    int opened = 0, refused = 0;
    for (int i = 0; i < mutations() && !QTest::currentTestFailed(); ++i) {
      const std::string& original = originals[static_cast<std::size_t>(i) % originals.size()];
      const std::string bytes = mutated(original, original.size(), random, words);
      folder.write(name, bytes);
      within_limits(bytes.size(), [&] {
        auto data = guarded("", [&] { return read_hf_tokenizer(folder.path(), nlohmann::json::object(), 0).data; });
        QVERIFY(data || !data.error().cause.empty());
        if (!data) return void(++refused);
        const auto tokenizer = make_tokenizer(*std::move(data));
        ++(tokenizer ? opened : refused);
        use(tokenizer);
      });
      if (QTest::currentTestFailed()) qWarning("%s %d: %s", name, i, bytes.substr(0, 6000).c_str());
    }
    QVERIFY(opened > 0 && refused > 0);
  }
};

QTEST_APPLESS_MAIN(TokenizerMutationTest)
#include "mutation_test.moc"
