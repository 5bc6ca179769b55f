// Damage that keeps the format: every field is where it should be and as long as it says, and holds what nobody expects. Bytes changed at
// random seldom come that far (tests/engine/text/mutation_test.cpp).
#include <QFile>

#include "engine/load/checkpoint.h"
#include "tests/engine/mutation.h"
#include "tests/engine/text/use_tokenizer.h"

using namespace halftone;
using namespace halftone::test;

namespace {

using Random = std::mt19937_64;
std::size_t below(Random& random, std::size_t n) { return n == 0 ? 0 : random() % n; }

const std::string kWords[] = {"",       " ",    "\u2581",  "\u2581\u2581", "<s>",     "</s>",          "<|im_end|>", "\xFF",
                              "\xC3",   "a",    "aa",      "Hello",        "\n",      "<0x0A>",        "<0xZZ>",     std::string("\0x", 2),
                              "的",     "e\xCC\x81", "[UNK]", std::string(5000, 'a'), "\u200D", "\xF0\x9F\x90\x8A", std::string(300, ' '), "<unk>"};
const std::string& any_word(Random& random) { return kWords[below(random, std::size(kWords))]; }

std::uint64_t any_number(Random& random) {
  static constexpr std::uint64_t kNumbers[] = {0, 1, 2, 3, 4, 5, 6, 7, 0x7F, 0x80, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 1ull << 32, 1ull << 63, ~0ull};
  return below(random, 4) ? kNumbers[below(random, std::size(kNumbers))] : random();
}

// --- protobuf: https://protobuf.dev/programming-guides/encoding ---

struct Field {
  std::uint32_t number = 1, wire = 0;  // wire 0: varint, 1: 8 bytes, 2: counted bytes, 5: 4 bytes
  std::uint64_t value = 0;
  std::string bytes = {};
};
using Message = std::vector<Field>;

std::uint64_t take_varint(std::string_view& in) {
  std::uint64_t value = 0;
  for (int shift = 0; !in.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(in.front());
    in.remove_prefix(1);
    if (shift < 64) value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) break;
  }
  return value;
}

Message parse(std::string_view in) {
  Message message;
  while (!in.empty()) {
    const std::uint64_t key = take_varint(in);
    Field field{static_cast<std::uint32_t>(key >> 3), static_cast<std::uint32_t>(key & 7)};
    const std::size_t fixed = std::min<std::size_t>(field.wire == 1 ? 8 : 4, in.size());
    if (field.wire == 0) {
      field.value = take_varint(in);
    } else if (field.wire == 2) {
      const std::uint64_t said = take_varint(in);
      const std::size_t length = std::min<std::uint64_t>(said, in.size());  // of a part that was changed before, too
      field.bytes = in.substr(0, length);
      in.remove_prefix(length);
    } else {
      std::memcpy(&field.value, in.data(), fixed);
      in.remove_prefix(fixed);
    }
    message.push_back(std::move(field));
  }
  return message;
}

std::string varint(std::uint64_t value) {
  std::string out;
  for (; value >= 0x80; value >>= 7) out += static_cast<char>(value | 0x80);
  return out += static_cast<char>(value);
}

std::string serialised(const Message& message) {
  std::string out;
  for (const Field& field : message) {
    out += varint(static_cast<std::uint64_t>(field.number) << 3 | field.wire);
    if (field.wire == 0) out += varint(field.value);
    else if (field.wire == 2) out += varint(field.bytes.size()) + field.bytes;
    else out += bytes_of(field.value).substr(0, field.wire == 1 ? 8 : 4);
  }
  return out;
}

void change(Message& message, Random& random) {
  const std::size_t at = below(random, message.size());
  if (message.empty() || below(random, 8) == 0) {  // one that was not there
    static constexpr std::uint32_t kWires[] = {0, 0, 1, 2, 2, 5};
    message.insert(message.begin() + static_cast<std::ptrdiff_t>(at), {static_cast<std::uint32_t>(1 + below(random, 60)),
                                                                      kWires[below(random, 6)], any_number(random), any_word(random)});
    return;
  }
  Field& field = message[at];
  switch (below(random, 8)) {
    case 0: message.erase(message.begin() + static_cast<std::ptrdiff_t>(at)); break;
    case 1: message.push_back(field); break;
    case 2: std::swap(field, message[below(random, message.size())]); break;
    case 3: field.number = static_cast<std::uint32_t>(1 + below(random, 60)); break;
    default:
      if (field.wire == 2) field.bytes = below(random, 2) ? any_word(random) : mutated(field.bytes, field.bytes.size(), random);
      else field.value = any_number(random);
  }
}

// One to four changes: to what a piece holds, to the settings (trainer 2, normaliser 3, denormaliser 5), or to the model itself.
std::string with_changed_fields(Message model, Random& random) {
  for (std::size_t changes = 1 + below(random, 4); changes > 0; --changes) {
    const std::size_t where = below(random, 8);
    if (where == 0) {
      change(model, random);
      continue;
    }
    std::vector<Field*> parts;
    for (Field& field : model)
      if (field.wire == 2 && (where < 4 ? field.number == 1 : field.number != 1)) parts.push_back(&field);
    if (parts.empty()) continue;
    Field& part = *parts[below(random, where < 3 ? std::min<std::size_t>(parts.size(), 300) : parts.size())];  // special pieces come first
    Message inner = parse(part.bytes);
    change(inner, random);
    part.bytes = serialised(inner);
  }
  return serialised(model);
}

// --- added tokens ---

void change_added(TokenizerData& data, std::int64_t size, Random& random) {
  const auto any_id = [&]() -> TokenId {
    const std::int64_t ids[] = {-1, 0, 1, 5, size - 1, size, size + 1, size + 1000, 2 * size + 65'536, 2 * size + 65'537, INT32_MAX, INT32_MIN};
    return static_cast<TokenId>(below(random, 2) ? below(random, static_cast<std::size_t>(size)) : ids[below(random, std::size(ids))]);
  };
  for (std::size_t changes = 1 + below(random, 6); changes > 0; --changes) {
    const auto flag = [&] { return below(random, 2) == 1; };
    switch (below(random, 8)) {
      case 0: data.bos = any_id(); break;
      case 1: data.eos = any_id(); break;
      case 2: data.unknown = any_id(); break;
      case 3: data.end_of_generation.push_back(any_id()); break;
      case 4:
        if (!data.added_tokens.empty()) data.added_tokens[below(random, data.added_tokens.size())].text = any_word(random);
        break;
      default: {
        // Mostly ids that can be, so that what follows is reached.
        const TokenId id = below(random, 4) ? static_cast<TokenId>(size + static_cast<std::int64_t>(below(random, 8))) : any_id();
        data.added_tokens.push_back({.id = id, .text = any_word(random), .special = flag(), .mark = flag(), .lstrip = flag(), .rstrip = flag(), .single_word = flag(), .normalized = flag()});
      }
    }
  }
}

}  // namespace

class StructuredMutationTest : public QObject {
  Q_OBJECT

 private slots:
  void tokenizerModel_data() {
    QTest::addColumn<QString>("path");
    QTest::newRow("the demo model's") << SOURCE_DIR "/resources/demo-model/tokenizer.model";
    QTest::newRow("with rules") << SOURCE_DIR "/tests/golden/tokenizers/rules.model";
  }
  void tokenizerModel() {
    QFETCH(QString, path);
    QFile file(path);
    QVERIFY(file.open(QFile::ReadOnly));
    const std::string original = file.readAll().toStdString();
    const Message model = parse(original);
    QVERIFY(model.size() > 10);
    QCOMPARE(serialised(model), original);
    Random random(mutation_seed());
    const Folder folder;
    int opened = 0, refused = 0;
    for (int i = 0; i < mutations() / 2 && !QTest::currentTestFailed(); ++i) {
      const std::string bytes = with_changed_fields(model, random);
      const auto place = folder.write("tokenizer.model", bytes);
      within_limits(bytes.size(), [&] {
        auto data = read_tokenizer(place);
        QVERIFY(data || !data.error().cause.empty());
        if (!data) return void(++refused);
        const auto tokenizer = make_tokenizer(*std::move(data));
        ++(tokenizer ? opened : refused);
        use(tokenizer);
      });
      if (QTest::currentTestFailed()) qWarning("mutant %d", i);
    }
    QVERIFY2(opened > mutations() / 20 && refused > mutations() / 20, qPrintable(QString("%1 opened, %2 refused").arg(opened).arg(refused)));
  }

  // BPE begins with characters: one that is a control token's whole text was found as that, and the library gave up.
  void aControlTokenOfOneCharacterIsNotFoundInAText() {
    const TokenizerData original = read_tokenizer(SOURCE_DIR "/resources/demo-model/tokenizer.model").value();
    for (const char* text : {"e", "\u2581", "."}) {
      TokenizerData data = original;
      data.added_tokens.push_back({.id = 1900, .text = text, .special = true});
      const auto tokenizer = make_tokenizer(std::move(data)).value();
      for (const std::string typed : {"e", "we need  it.", "\u2581 . e"}) {
        const auto ids = tokenizer->encode(typed);
        QVERIFY(!ids.empty() && std::ranges::none_of(ids, [&](TokenId id) { return tokenizer->is_control(id); }));
      }
      const TextSpan written{text, true};
      QCOMPARE(tokenizer->encode(std::span(&written, 1)), std::vector<TokenId>{1900});
      QCOMPARE(tokenizer->piece(1900), std::string(text));
    }
  }

  void addedTokens_data() {
    QTest::addColumn<QString>("path");
    QTest::newRow("sentencepiece") << SOURCE_DIR "/resources/demo-model/tokenizer.model";
    QTest::newRow("byte-level BPE") << SOURCE_DIR "/tests/golden/twins/byte_level/tokenizer.json";
    QTest::newRow("unigram") << SOURCE_DIR "/tests/golden/twins/unigram/tokenizer.json";
  }
  void addedTokens() {
    QFETCH(QString, path);
    const TokenizerData original = read_tokenizer(path.toStdString()).value();
    const std::int64_t size = make_tokenizer(original).value()->vocabulary_size();
    Random random(mutation_seed());
    int opened = 0, refused = 0;
    for (int i = 0; i < mutations() / 3 && !QTest::currentTestFailed(); ++i) {
      TokenizerData data = original;
      change_added(data, size, random);
      QString shown;
      for (const AddedToken& token : data.added_tokens)
        shown += QString("%1 '%2' %3%4%5%6%7%8; ").arg(token.id).arg(QByteArray::fromStdString(token.text).left(20).toPercentEncoding().constData()).arg(token.special).arg(token.mark).arg(token.lstrip).arg(token.rstrip).arg(token.single_word).arg(token.normalized);
      within_limits(static_cast<std::size_t>(size) * 64, [&] {
        try {
          const auto tokenizer = make_tokenizer(std::move(data));
          ++(tokenizer ? opened : refused);
          use(tokenizer);
        } catch (const std::exception& error) {
          QFAIL(error.what());
        }
      });
      if (QTest::currentTestFailed()) qWarning("mutant %d: %s", i, qUtf8Printable(shown));
    }
    QVERIFY2(opened > mutations() / 30 && refused > mutations() / 30, qPrintable(QString("%1 opened, %2 refused").arg(opened).arg(refused)));
  }
};

QTEST_APPLESS_MAIN(StructuredMutationTest)
#include "structured_mutation_test.moc"
