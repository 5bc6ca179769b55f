// The oracle is the `tokenizers` library: tests/golden/tokenizers/make.py wrote what it makes of hard strings, for made vocabularies that
// together hold every component of tokenizer.json.
#include <nlohmann/json.hpp>

#include <QDirIterator>
#include <QTest>
#include <fstream>
#include <random>

#include "engine/base/refuse.h"
#include "engine/load/tokenizer_json.h"
#include "engine/tokenizer/tokenizer.h"
#include "engine/base/utf8_stream.h"

using namespace halftone;
using nlohmann::json;
using Ids = std::vector<TokenId>;

namespace {

const QString kFolder = SOURCE_DIR "/tests/golden/tokenizers";

std::string read_file(const QString& path) {
  std::ifstream in(path.toStdString(), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string bytes_of(const json& test) {
  if (test.contains("text")) return test["text"].get<std::string>();
  return QByteArray::fromHex(QByteArray::fromStdString(test["hex"].get<std::string>())).toStdString();
}

std::unique_ptr<Tokenizer> open(const QString& folder) {
  const std::string text = read_file(folder + "/tokenizer.json");
  try {
    TokenizerData data;
    read_tokenizer_json(text, data);
    auto tokenizer = make_tokenizer(std::move(data));
    if (tokenizer) return std::move(*tokenizer);
    qWarning("%s", tokenizer.error().message().c_str());
  } catch (const Refused& refused) {
    qWarning("%s", refused.error.message().c_str());
  }
  return nullptr;
}

// Token by token, the bytes handed on in heaps of any size.
std::string streamed(const Tokenizer& tokenizer, const Ids& ids, std::mt19937& random) {
  DecodeState state;
  Utf8Stream characters;
  std::string text, heap;
  for (const TokenId id : ids) {
    heap += tokenizer.decode(id, state);
    if (random() % 2) text += characters.push(std::exchange(heap, {}));
  }
  heap += tokenizer.finish(state);
  text += characters.push(heap);
  return text + characters.finish();
}

QByteArray shown(const Ids& ids) {
  QByteArray text;
  for (const TokenId id : ids) text += QByteArray::number(id) + ' ';
  return text;
}

// Counts and shows what differs instead of stopping at the first: one fault seldom comes alone.
class Differences {
 public:
  void compare(const char* what, const json& test, const Ids& ours, const Ids& theirs) {
    if (ours != theirs) report(what, test, shown(ours), shown(theirs));
  }
  void compare(const char* what, const json& test, const std::string& ours, const std::string& theirs) {
    if (ours != theirs) report(what, test, QByteArray::fromStdString(ours), QByteArray::fromStdString(theirs));
  }
  int count() const { return count_; }

 private:
  void report(const char* what, const json& test, const QByteArray& ours, const QByteArray& theirs) {
    if (++count_ > 5) return;
    qWarning("%s of %s\n  gives    %s\n  expected %s", what, test.dump().substr(0, 200).c_str(), ours.constData(), theirs.constData());
  }
  int count_ = 0;
};

}  // namespace

class PipelineGoldenTest : public QObject {
  Q_OBJECT
 private slots:
  void as_the_library_does_data() {
    QTest::addColumn<QString>("folder");
    int vocabularies = 0;
    for (QDirIterator it(kFolder, QDir::Dirs | QDir::NoDotAndDotDot); it.hasNext();) {
      const QString folder = it.next();
      if (!QFile::exists(folder + "/tokenizer.json")) continue;
      QTest::newRow(it.fileName().toUtf8().constData()) << folder;
      ++vocabularies;
    }
    QVERIFY(vocabularies >= 25);
  }
  void as_the_library_does() {
    QFETCH(QString, folder);
    const auto tokenizer = open(folder);
    QVERIFY(tokenizer);
    const json file = json::parse(read_file(folder + "/cases.json"));
    std::mt19937 random(3);
    Differences differences;
    for (const json& test : file["cases"]) {
      const std::string text = bytes_of(test);
      const Ids ids = test["ids"], typed = test.value("typed", ids), whole = test.value("whole", typed);
      differences.compare("encode(trusted)", test, tokenizer->encode(std::vector<TextSpan>{{text, true}}), ids);
      differences.compare("encode(typed)", test, tokenizer->encode(text), typed);
      differences.compare("encode(typed span)", test, tokenizer->encode(std::vector<TextSpan>{{text, false}}), typed);
      differences.compare("encode_whole", test, tokenizer->encode_whole(text), whole);
      differences.compare("decode", test, tokenizer->decode(ids), test["decoded"].get<std::string>());
      differences.compare("streamed", test, streamed(*tokenizer, ids, random), test["decoded"].get<std::string>());
    }
    for (const json& test : file["decodes"]) {
      const Ids ids = test["ids"];
      differences.compare("decode", test, tokenizer->decode(ids), test["decoded"].get<std::string>());
      differences.compare("streamed", test, streamed(*tokenizer, ids, random), test["decoded"].get<std::string>());
    }
    QCOMPARE(differences.count(), 0);
  }
};

QTEST_APPLESS_MAIN(PipelineGoldenTest)
#include "pipeline_golden_test.moc"
