#include "engine/load/safetensors.h"

#include <QtTest>

#include <functional>

#include "engine/load/json.h"
#include "model_files.h"

using namespace halftone;
using namespace halftone::test;

namespace {

std::string entry(const std::string& name, const std::string& dtype, const std::string& shape, const std::string& begin,
                  const std::string& end) {
  return "\"" + name + "\":{\"dtype\":\"" + dtype + "\",\"shape\":[" + shape + "],\"data_offsets\":[" + begin + "," + end + "]}";
}

struct Case {
  const char* name;
  std::string bytes;
  const char* cause;
};

const std::vector<Case>& cases() {
  static const std::string a = entry("a", "F32", "2", "0", "8"), data(16, '\0');
  static const auto file = [](const std::string& entries, std::size_t bytes) {
    return safetensors_file("{" + entries + "}", std::string(bytes, '\0'));
  };
  static const std::vector<Case> all = {
      {"empty", "", "8 bytes"},
      {"7 bytes", std::string(7, '\0'), "8 bytes"},
      {"57 header 0", bytes_of(0ull) + data, "0 bytes"},
      {"57 header 100 MB + 1", bytes_of<std::uint64_t>(100'000'001) + data, "100000001"},
      {"57 header 2^64-1", bytes_of(~0ull) + data, "18446744073709551615"},
      {"header beyond the file", bytes_of(1000ull) + "{}", "only 2 remain"},
      {"header is an array", safetensors_file("[]", ""), "begin with"},
      {"header begins with a space", safetensors_file(" {}", ""), "begin with"},
      {"header is no JSON", safetensors_file("{\"a\":", ""), "not JSON"},
      {"header has two values", safetensors_file("{}{}", ""), "not JSON"},
      {"header is no UTF-8", safetensors_file("{\"\xFF\":1}", ""), "not JSON"},
      {"58 hole", file(a + "," + entry("b", "F32", "1", "12", "16"), 16), "hole"},
      {"58 hole at the beginning", file(entry("b", "F32", "1", "4", "8"), 8), "hole"},
      {"58 overlap", file(a + "," + entry("b", "F32", "2", "4", "12"), 12), "inside another"},
      {"58 trailing bytes", file(a, 12), "4 bytes follow"},
      {"58 end before begin", file(entry("a", "F32", "2", "8", "0"), 8), "before its begin"},
      {"past the end", file(a, 4), "ends at 8"},
      {"shape and bytes disagree", file(entry("a", "F32", "3", "0", "8"), 8), "needs 12 bytes"},
      {"shape overflows", file(entry("a", "F32", "4294967296,4294967296", "0", "8"), 8), "2^64"},
      {"shape wraps to the right size", file(entry("a", "F32", "4611686018427387904,2,2", "0", "0"), 0), "2^64"},
      {"dimension above 2^63", file(entry("a", "F32", "9223372036854775808", "0", "8"), 8), "9223372036854775808"},
      {"negative dimension", file(entry("a", "F32", "-1", "0", "8"), 8), "natural"},
      {"fractional dimension", file(entry("a", "F32", "2.0", "0", "8"), 8), "natural"},
      {"offset as text", file(entry("a", "F32", "2", "\"0\"", "8"), 8), "natural"},
      {"unknown type", file(entry("a", "F17", "2", "0", "8"), 8), "unknown type 'F17'"},
      {"no dtype", file("\"a\":{\"shape\":[2],\"data_offsets\":[0,8]}", 8), "'dtype'"},
      {"three offsets", file("\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8,9]}", 8), "3 data offsets"},
      {"tensor is a number", file("\"a\":1", 0), "no object"},
      {"metadata with a number", file("\"__metadata__\":{\"a\":1}", 0), "metadata"},
      {"59 duplicate tensor", file(a + "," + a, 8), "twice"},
      {"59 duplicate key inside", file("\"a\":{\"dtype\":\"F32\",\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,8]}", 8), "twice"},
      {"59 100,000 entries",
       [] {
         std::string entries;
         for (int i = 0; i < 100'000; ++i) entries += (i ? "," : "") + entry("t" + std::to_string(i), "F32", "0", "0", "0");
         return file(entries, 0);
       }(),
       "more than"},
      {"59 depth 100,000", file("\"a\":" + std::string(100'000, '[') + std::string(100'000, ']'), 0), "levels deep"},
      {"10 million values",
       [] {
         std::string zeros = "0";
         for (int i = 0; i < 10'000'000; ++i) zeros += ",0";
         return file("\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,0],\"shape\":[" + zeros + "]}", 0);
       }(),
       "more than"},
  };
  return all;
}

}  // namespace

class SafetensorsTest : public QObject {
  Q_OBJECT

  Folder folder_;

  Result<TensorFiles> open(const std::string& bytes) const { return open_safetensors(folder_.write("model.safetensors", bytes)); }

  // An index of two shards: tensor x in the first, y in the second.
  struct Sharded {
    std::string first = "m-00001-of-00002.safetensors", second = "m-00002-of-00002.safetensors";
    std::vector<SafeTensor> in_first = {{"x", "F32", {1}, "1234"}}, in_second = {{"y", "F16", {2}, "5678"}};
    std::string map = R"({"x":"m-00001-of-00002.safetensors","y":"m-00002-of-00002.safetensors"})";
  };
  static Result<TensorFiles> open(const Sharded& model, const Folder& folder) {
    folder.write(model.first, safetensors_bytes(model.in_first));
    if (!model.second.empty()) folder.write(model.second, safetensors_bytes(model.in_second));
    return open_safetensors_index(folder.write("model.safetensors.index.json", "{\"metadata\":{},\"weight_map\":" + model.map + "}"));
  }

 private slots:
  void refuses_malformed_files_data() {
    QTest::addColumn<int>("number");
    for (std::size_t i = 0; i < cases().size(); ++i) QTest::newRow(cases()[i].name) << static_cast<int>(i);
  }
  void refuses_malformed_files() {
    QFETCH(int, number);
    const Case& test = cases()[static_cast<std::size_t>(number)];
    const auto result = open(test.bytes);
    QVERIFY2(!result, "was accepted");
    QVERIFY2(result.error().cause.english.find(test.cause) != std::string::npos, result.error().cause.english.substr(0, 300).c_str());
    QVERIFY(result.error().cause.english.size() < 500);
  }

  void refuses_a_file_cut_at_any_byte() {
    const std::string whole = safetensors_bytes({{"a", "F32", {2}, "12345678"}, {"b", "F16", {3}, "123456"}});
    QVERIFY(open(whole));
    for (std::size_t size = 0; size < whole.size(); ++size) QVERIFY2(!open(whole.substr(0, size)), qPrintable(QString::number(size)));
  }

  void reads_what_was_written() {
    // Rank 0, empty tensors and unaligned data are legal.
    const std::vector<SafeTensor> tensors = {
        {"odd", "U8", {3}, "abc"}, {"scalar", "F32", {}, "1234"}, {"none", "F32", {0, 7}, ""}, {"m", "BF16", {2, 2}, "12345678"}};
    const std::string bytes = safetensors_bytes(tensors);
    const TensorFiles files = open(bytes).value();
    QCOMPARE(files.tensors.size(), tensors.size());
    for (const SafeTensor& wanted : tensors) {
      const auto found = std::ranges::find(files.tensors, wanted.name, &StoredTensor::name);
      QVERIFY(found != files.tensors.end());
      QVERIFY(found->shape == wanted.shape);
      QCOMPARE(std::string(found->type->name), wanted.dtype);
      QCOMPARE(bytes.substr(found->offset, found->bytes), wanted.data);
    }
  }

  void opens_shards() {
    const Folder folder;
    const TensorFiles files = open(Sharded{}, folder).value();
    QCOMPARE(files.files.size(), 2u);
    QCOMPARE(files.tensors.size(), 2u);
    for (const StoredTensor& tensor : files.tensors)
      QCOMPARE(files.files[static_cast<std::size_t>(tensor.file)].name(), tensor.name == "x" ? Sharded{}.first : Sharded{}.second);
  }

  // Cases 46, 47 and 60.
  void refuses_broken_indexes_data() {
    QTest::addColumn<QString>("map");
    QTest::addColumn<QString>("cause");
    QTest::newRow("60 ../") << R"({"x":"../m.safetensors"})"
                            << "plain file name";
    QTest::newRow("60 absolute") << R"({"x":"/etc/passwd"})"
                                 << "plain file name";
    QTest::newRow("60 folder") << R"({"x":"."})"
                               << "plain file name";
    QTest::newRow("60 missing shard") << R"({"x":"m-00001-of-00002.safetensors","y":"absent.safetensors"})"
                                      << "missing";
    QTest::newRow("60 link out of the folder") << R"({"x":"m-00001-of-00002.safetensors","y":"link.safetensors"})"
                                               << "leads out";
    QTest::newRow("46 counts disagree") << R"({"x":"m-00001-of-00002.safetensors","y":"m-00002-of-00003.safetensors"})"
                                        << "of 3 shards";
    QTest::newRow("46 fewer than named") << R"({"x":"m-00001-of-00002.safetensors"})"
                                         << "there are 2";
    QTest::newRow("47 in the other shard") << R"({"y":"m-00001-of-00002.safetensors","x":"m-00002-of-00002.safetensors"})"
                                           << "index says";
    QTest::newRow("no name") << R"({"x":7})"
                             << "no text";
    QTest::newRow("empty map") << "{}"
                               << "weight_map";
    QTest::newRow("map is a list") << "[]"
                                   << "weight_map";
    QTest::newRow("59 tensor twice") << R"({"x":"m-00001-of-00002.safetensors","x":"m-00002-of-00002.safetensors"})"
                                     << "twice";
  }
  void refuses_broken_indexes() {
    QFETCH(QString, map);
    QFETCH(QString, cause);
    const Folder folder, elsewhere;
    std::filesystem::create_symlink(elsewhere.write("secret", safetensors_bytes({})), folder.path() / "link.safetensors");
    folder.write("m-00002-of-00003.safetensors", safetensors_bytes({{"y", "F16", {2}, "5678"}}));
    Sharded model;
    model.map = map.toStdString();
    const auto result = open(model, folder);
    QVERIFY2(!result, "was accepted");
    QVERIFY2(result.error().cause.english.find(cause.toStdString()) != std::string::npos, result.error().cause.english.c_str());
  }

  // Which tensors a model needs is known later (tests/engine/load/published_folders_test.cpp).
  void leaves_what_index_and_shards_disagree_on() {
    const Folder folder;
    Sharded model;
    model.map = R"({"x":"m-00001-of-00002.safetensors","y":"m-00002-of-00002.safetensors","z":"m-00001-of-00002.safetensors"})";
    model.in_second.push_back({"more", "F16", {2}, "abcd"});
    const auto files = open(model, folder);
    QVERIFY2(files, files ? "" : files.error().cause.english.c_str());
    QCOMPARE(files->tensors.size(), 3u);
  }

  void refuses_a_tensor_in_two_shards() {
    const Folder folder;
    Sharded model;
    model.in_second.push_back(model.in_first[0]);
    const auto result = open(model, folder);
    QVERIFY(!result);
    QVERIFY(result.error().cause.english.find("'x' lies in shard") != std::string::npos);
  }

  void json_has_limits() {
    QVERIFY(parse_json(R"({"a":[1,{"b":null}]})"));
    QCOMPARE(parse_json(R"({"a":[1,2,{"b":[true]}],"c":"x"})").value().dump(), std::string(R"({"a":[1,2,{"b":[true]}],"c":"x"})"));
    QVERIFY(!parse_json(""));
    QVERIFY(!parse_json("[NaN]"));
    QVERIFY(!parse_json("[1e999]"));
    const JsonLimits small{.depth = 2, .members = 2, .values = 4};
    QVERIFY(parse_json("[[1,2]]", small));
    QVERIFY(!parse_json("[[[]]]", small));
    QVERIFY(!parse_json("[1,2,3,4]", small));
    QVERIFY(!parse_json(R"({"a":1,"b":2,"c":3})", small));
  }
};

QTEST_APPLESS_MAIN(SafetensorsTest)
#include "safetensors_test.moc"
