// The GGUF reader against files made by the test's own writer. Numbers are the malformed cases of the specification of this project.
#include "engine/load/gguf.h"

#include <QtTest>

#include <bit>
#include <functional>

#include "engine/base/refuse.h"
#include "model_files.h"

using namespace halftone;
using namespace halftone::test;

namespace {

struct Case {
  const char* name;
  std::function<std::string()> bytes;
  ErrorKind kind;
  const char* cause;  // part of the message
};

// A valid file after one change.
std::function<std::string()> changed(std::function<void(GgufImage&)> change) {
  return [change] {
    GgufImage image = SmallLlama().gguf();
    change(image);
    return image.bytes();
  };
}

// The last tensor's entry with other dimensions.
std::function<std::string()> with_dims(std::vector<std::uint64_t> dims, std::uint32_t type = 0) {
  return changed([=](GgufImage& g) { g.tensors.back().dims = dims, g.tensors.back().type = type; });
}

std::string repeated(const std::string& text, std::size_t times) {
  std::string out;
  for (std::size_t i = 0; i < times; ++i) out += text;
  return out;
}

const std::vector<Case>& cases() {
  using enum ErrorKind;
  static const std::vector<Case> all = {
      {"1 empty file", [] { return std::string(); }, malformed, "empty"},
      {"2 three bytes", [] { return std::string("GGU"); }, malformed, "no GGUF file"},
      {"3 bad magic", changed([](GgufImage& g) { g.magic = "GGML"; }), malformed, "no GGUF file"},
      {"4 version 0", changed([](GgufImage& g) { g.version = 0; }), malformed, "version 0"},
      {"5 version 1", changed([](GgufImage& g) { g.version = 1; }), unsupported, "version 1"},
      {"6 version 4", changed([](GgufImage& g) { g.version = 4; }), unsupported, "version 4"},
      {"7 byte-swapped version", changed([](GgufImage& g) { g.version = std::byteswap(3u); }), unsupported, "big-endian"},
      {"8 tensor count -1", changed([](GgufImage& g) { g.tensor_count = ~0ull; }), malformed, "-1"},
      {"9 kv count 2^63", changed([](GgufImage& g) { g.key_count = 1ull << 63; }), malformed, "9223372036854775808"},
      {"10 tensors beyond the bytes", changed([](GgufImage& g) { g.tensor_count = 100'000; }), malformed, "cannot fit"},
      {"10 keys beyond the bytes", changed([](GgufImage& g) { g.key_count = 60'000; }), malformed, "cannot fit"},
      {"12 key length 2^64-1",
       [] { return "GGUF" + bytes_of(3u) + bytes_of(0ull) + bytes_of(1ull) + bytes_of(~0ull) + std::string(64, 'x'); }, malformed,
       "18446744073709551615"},
      {"13 empty key", changed([](GgufImage& g) { g.keys[3].first = ""; }), malformed, "empty"},
      {"14 duplicate key", changed([](GgufImage& g) { g.keys.push_back(g.keys[3]); }), malformed, "twice"},
      {"15 NUL in key", changed([](GgufImage& g) { g.keys[3].first = std::string("a\0b", 3); }), malformed, "NUL"},
      {"16 invalid UTF-8 in key", changed([](GgufImage& g) { g.keys[3].first = "a\xC3("; }), malformed, "UTF-8"},
      {"16 invalid UTF-8 in text", changed([](GgufImage& g) { g.key("general.name") = gguf_text("\xFF"); }), malformed, "UTF-8"},
      {"17 type 13", changed([](GgufImage& g) { g.key("x") = gguf_value(13, 0); }), malformed, "type 13"},
      {"18 nested arrays", changed([](GgufImage& g) { g.key("x") = gguf_array(9, 1, gguf_array(4, 1, "1234")); }), unsupported,
       "array of arrays"},
      {"19 array length 2^63", changed([](GgufImage& g) { g.key("x") = gguf_array(4, 1ull << 63, ""); }), malformed, "9223372036854775808"},
      {"19 array beyond the bytes", changed([](GgufImage& g) { g.key("x") = gguf_array(10, 10'000'000, ""); }), malformed, "cannot fit"},
      {"20 2^30 empty strings", changed([](GgufImage& g) { g.key("x") = gguf_array(8, 1 << 30, repeated(bytes_of(0ull), 1000)); }),
       malformed, "1073741824"},
      {"21 bool 2", changed([](GgufImage& g) { g.key("x") = gguf_bool(2); }), malformed, "bool of value 2"},
      {"21 bool 2 in an array", changed([](GgufImage& g) { g.key("x") = gguf_array(7, 1, "\x02"); }), malformed, "bool of value 2"},
      {"22 alignment 0", changed([](GgufImage& g) { g.key("general.alignment") = gguf_u32(0); }), malformed, "power of two"},
      {"22 alignment 3", changed([](GgufImage& g) { g.key("general.alignment") = gguf_u32(3); }), malformed, "power of two"},
      {"22 alignment 2^31", changed([](GgufImage& g) { g.key("general.alignment") = gguf_u32(1u << 31); }), malformed, "2147483648"},
      {"23 alignment as int32", changed([](GgufImage& g) { g.key("general.alignment") = gguf_value(5, 32); }), malformed, "i32"},
      {"26 name of 64 bytes", changed([](GgufImage& g) { g.tensors[0].name = std::string(64, 'n'); }), malformed, "at most 63"},
      {"26 empty name", changed([](GgufImage& g) { g.tensors[0].name = ""; }), malformed, "empty"},
      {"27 duplicate tensor", changed([](GgufImage& g) { g.tensors[1].name = g.tensors[0].name; }), malformed, "twice"},
      {"28 no dimensions", with_dims({}), malformed, "0 dimensions"},
      {"28 five dimensions", with_dims({1, 1, 1, 1, 1}), malformed, "5 dimensions"},
      {"28 2^32-1 dimensions", changed([](GgufImage& g) { g.tensors.back().dim_count = ~0u; }), malformed, "4294967295 dimensions"},
      {"29 negative dimension", with_dims({~0ull, 1}), malformed, "-1"},
      {"29 zero dimension", with_dims({0, 5}), malformed, "is 0"},
      {"30 product overflows", with_dims({1ull << 40, 1ull << 40}), malformed, "2^64"},
      {"31 product wraps to 0", with_dims({1ull << 32, 1ull << 32}), malformed, "2^64"},
      {"32 byte size overflows", with_dims({1ull << 62, 2}), malformed, "2^64"},
      {"33 removed type 4", with_dims({64, 40}, 4), unsupported, "removed"},
      {"34 unknown type 40", with_dims({64, 40}, 40), unsupported, "unknown type 40"},
      {"34 unknown type 2^32-1", with_dims({64, 40}, ~0u), unsupported, "unknown type"},
      {"35 row no multiple of the block", with_dims({48, 40}, 2), malformed, "multiple of the 32"},
      {"36 misaligned offset", changed([](GgufImage& g) { g.tensors.back().offset = 4; }), malformed, "multiple of 32"},
      {"37 overlap", changed([](GgufImage& g) { g.tensors[1].offset = 0; }), malformed, "overlaps"},
      {"38 gap", changed([](GgufImage& g) {
         g.tensors.erase(g.tensors.begin() + 1);
         g.tensors[1].offset = 12'000;
       }),
       malformed, "gap"},
      {"38 gap at the beginning", changed([](GgufImage& g) {
         g.tensors = {g.tensors[0]};
         g.tensors[0].offset = 32;
         g.tensors[0].dims = {8};
       }),
       malformed, "gap"},
      {"39 past the end", changed([](GgufImage& g) { g.tensors.back().dims[1] *= 1000; }), malformed, "ends at byte"},
      {"40 sum overflows", changed([](GgufImage& g) { g.tensors.back().offset = ~0ull - 31; }), malformed, "2^64"},
  };
  return all;
}

}  // namespace

class GgufTest : public QObject {
  Q_OBJECT

  Folder folder_;

  Result<Gguf> read(const std::string& bytes) const {
    auto file = File::open(folder_.write("model.gguf", bytes));
    if (!file) return pass_on(std::move(file));
    return read_gguf(*file);
  }

 private slots:
  void refuses_malformed_files_data() {
    QTest::addColumn<int>("number");
    for (std::size_t i = 0; i < cases().size(); ++i) QTest::newRow(cases()[i].name) << static_cast<int>(i);
  }
  void refuses_malformed_files() {
    QFETCH(int, number);
    const Case& test = cases()[static_cast<std::size_t>(number)];
    const auto result = read(test.bytes());
    QVERIFY2(!result, "was accepted");
    QVERIFY2(result.error().kind == test.kind, result.error().cause.english.c_str());
    QVERIFY2(result.error().cause.english.find(test.cause) != std::string::npos, result.error().cause.english.c_str());
    QVERIFY2(result.error().cause.english.starts_with("model.gguf: "), result.error().cause.english.c_str());
  }

  // Case 11. The file is cut before its last byte of data; what follows the last tensor is only padding.
  void refuses_a_file_cut_at_any_byte() {
    GgufImage image = SmallLlama().gguf();
    image.tensors.resize(2);
    const std::string whole = image.bytes();
    QVERIFY(read(whole));
    const std::size_t header = whole.size() - image.tensors[0].data.size() - image.tensors[1].data.size();
    for (std::size_t size = 0; size < whole.size(); size += size < header ? 1 : 97) {
      const auto result = read(whole.substr(0, size));
      QVERIFY2(!result && result.error().kind == ErrorKind::malformed, qPrintable(QString::number(size)));
    }
    QVERIFY(!read(whole.substr(0, whole.size() - 1)));
  }

  void reads_what_was_written() {
    const SmallLlama model;
    for (const std::uint32_t version : {2u, 3u}) {
      GgufImage image = model.gguf();
      image.version = version;
      image.alignment = 64;
      image.key("general.alignment") = gguf_u32(64);
      const std::string bytes = image.bytes();
      const Gguf file = read(bytes).value();
      QCOMPARE(file.version, version);
      QCOMPARE(file.tensors.size(), model.weights.size());
      for (std::size_t i = 0; i < file.tensors.size(); ++i) {
        const StoredTensor& tensor = file.tensors[i];
        QCOMPARE(tensor.name, model.weights[i].gguf);
        QVERIFY(tensor.shape == model.weights[i].shape);
        QCOMPARE(tensor.offset % 64, 0u);
        QCOMPARE(bytes.substr(tensor.offset, tensor.bytes), SmallLlama::f32_bytes(model.weights[i].values));
      }
      QCOMPARE(file.strings("tokenizer.ggml.tokens")->at(3), std::string("<|eot_id|>"));
      QCOMPARE(file.floats("tokenizer.ggml.scores")->at(5), -5.0f);
      QCOMPARE(file.integers("tokenizer.ggml.token_type")->at(1), 3);
    }
  }

  // Case 25: any width of integer serves as a number that fits.
  void integers_have_any_width() {
    GgufImage image;
    image.keys = {{"u8", gguf_value<std::uint8_t>(0, 200)},
                  {"i8", gguf_value<std::int8_t>(1, -5)},
                  {"u16", gguf_value<std::uint16_t>(2, 60'000)},
                  {"i16", gguf_value<std::int16_t>(3, -7)},
                  {"u64", gguf_value<std::uint64_t>(10, 7)},
                  {"i64", gguf_value<std::int64_t>(11, -9)},
                  {"huge", gguf_value<std::uint64_t>(10, ~0ull)},
                  {"f64", gguf_value<double>(12, 0.5)},
                  {"text", gguf_text("7")}};
    const Gguf file = read(image.bytes()).value();
    QCOMPARE(file.integer("u8").value(), 200);
    QCOMPARE(file.integer("i8").value(), -5);
    QCOMPARE(file.integer("u16").value(), 60'000);
    QCOMPARE(file.integer("i16").value(), -7);
    QCOMPARE(file.integer("u64").value(), 7);
    QCOMPARE(file.integer("i64").value(), -9);
    QCOMPARE(file.number("f64").value(), 0.5);
    QCOMPARE(file.number("i8").value(), -5.0);
    QVERIFY(!file.integer("absent"));
    QVERIFY_THROWS_EXCEPTION(Refused, file.integer("huge"));
    QVERIFY_THROWS_EXCEPTION(Refused, file.integer("f64"));
    QVERIFY_THROWS_EXCEPTION(Refused, file.integer("text"));
    QVERIFY_THROWS_EXCEPTION(Refused, file.flag("u8"));
    QVERIFY_THROWS_EXCEPTION(Refused, file.text("u8"));
    QVERIFY_THROWS_EXCEPTION(Refused, file.strings("text"));
  }

  void reads_real_vocabularies() {
    const std::filesystem::path folder = SHARED_DATA_DIR "/tokenizers";
    if (!std::filesystem::exists(folder)) QSKIP("the shared vocabularies are not here");
    for (const auto& [name, size] : {std::pair{"llama-spm", 32'000}, {"falcon", 65'024}, {"gpt-2", 50'257}, {"starcoder", 49'152}}) {
      const auto file = read_gguf(File::open(folder / (std::string(name) + ".gguf")).value());
      QVERIFY2(file.has_value(), file ? "" : file.error().cause.english.c_str());
      QCOMPARE(file->strings("tokenizer.ggml.tokens")->size(), static_cast<std::size_t>(size));
      QVERIFY(file->tensors.empty());
    }
  }
};

QTEST_APPLESS_MAIN(GgufTest)
#include "gguf_test.moc"
