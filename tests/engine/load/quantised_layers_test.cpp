// Layers as GPTQ, AWQ and bitsandbytes store them: random ones (NaN and infinite scales among them) give the bits that
// tests/golden/quantised/layers.py computes; settings and tensors that make no sense are refused by name.
#include "engine/load/quantised_layers.h"

#include <QTest>
#include <bit>
#include <cmath>
#include <fstream>
#include <functional>

#include "engine/base/refuse.h"
#include "engine/load/checkpoint.h"
#include "engine/load/quantised_tensor.h"
#include "engine/load/safetensors.h"
#include "kernels/formats/nf4.h"
#include "model_files.h"

using namespace halftone;
using namespace halftone::test;
using nlohmann::json;

namespace {

constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15;

std::uint64_t mixed(std::uint64_t z) {
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
  z = (z ^ z >> 27) * 0x94D049BB133111EB;
  return z ^ z >> 31;
}

std::string stream(std::uint64_t seed, std::size_t bytes) {
  std::string data;
  for (std::uint64_t i = 1; data.size() < bytes; ++i) data += bytes_of(mixed(seed + i * kOdd));
  data.resize(bytes);
  return data;
}

std::uint64_t hash_of(const std::vector<float>& values) {
  std::uint64_t hash = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::uint32_t bits = std::isnan(values[i]) ? 0x7FC00000u : std::bit_cast<std::uint32_t>(values[i]);
    hash += mixed(i * kOdd ^ bits);
  }
  return hash;
}

// A layer "a" and the settings it was quantised with.
struct Layer {
  json settings;
  std::vector<SafeTensor> tensors;

  SafeTensor& tensor(const std::string& name) {
    for (SafeTensor& tensor : tensors)
      if (tensor.name == name) return tensor;
    throw std::out_of_range(name);
  }
  void remove(const std::string& name) {
    std::erase_if(tensors, [&](const SafeTensor& tensor) { return tensor.name == name; });
  }
};

Layer random_layer(const json& c) {
  const std::uint64_t seed = c["seed"];
  const std::int64_t rows = c["rows"], columns = c["columns"];
  Layer layer;
  const auto add = [&](const std::string& name, const std::string& dtype, std::vector<std::int64_t> shape, int width) {
    std::size_t bytes = static_cast<std::size_t>(width);
    for (const std::int64_t n : shape) bytes *= static_cast<std::size_t>(n);
    layer.tensors.push_back({name, dtype, std::move(shape), stream(seed + layer.tensors.size(), bytes)});
  };
  const std::string name = c["name"];
  if (name.starts_with("gptq") || name.starts_with("awq")) {
    const bool awq = name.starts_with("awq");
    const std::int64_t bits = c["bits"], group = c["group"], groups = group == -1 ? 1 : columns / group;
    layer.settings = {{"quant_method", awq ? "awq" : "gptq"}, {"bits", bits}, {"group_size", group}};
    if (!awq) layer.settings["checkpoint_format"] = c["v2"] ? "gptq_v2" : "gptq";
    if (awq)
      add("a.qweight", "I32", {columns, rows / 8}, 4);
    else
      add("a.qweight", "I32", {columns * bits / 32, rows}, 4);
    add("a.qzeros", "I32", {groups, rows * bits / 32}, 4);
    add("a.scales", "F16", {groups, rows}, 2);
    if (c["act_order"]) {
      std::string index;
      for (std::int64_t k = 0; k < columns; ++k) index += bytes_of(static_cast<std::int32_t>((k * 7919 + 13) % columns / group));
      layer.tensors.push_back({"a.g_idx", "I32", {columns}, index});
    }
  } else if (name == "bnb_int8") {
    layer.settings = {{"quant_method", "bitsandbytes"}, {"load_in_8bit", true}};
    add("a.weight", "I8", {rows, columns}, 1);
    add("a.SCB", "F32", {rows}, 4);
  } else {
    const std::string kind = name.substr(4, 3);
    const std::int64_t block = c["block"], blocks = rows * columns / block;
    layer.settings = {{"quant_method", "bitsandbytes"}, {"load_in_4bit", true}};
    add("a.weight", "U8", {rows * columns / 2, 1}, 1);
    json state = {{"quant_type", kind}, {"blocksize", block}, {"shape", {rows, columns}}, {"dtype", "float16"}};
    if (c["nested"]) {
      add("a.weight.absmax", "U8", {blocks}, 1);
      add("a.weight.nested_absmax", "F32", {(blocks + 255) / 256}, 4);
      add("a.weight.nested_quant_map", "F32", {256}, 4);
      state["nested_blocksize"] = 256;
      state["nested_offset"] = 0.3125;
    } else {
      add("a.weight.absmax", "F32", {blocks}, 4);
    }
    std::string map;
    const float fp4[] = {0, 0.0625, 8, 12, 4, 6, 2, 3};
    for (int q = 0; q < 16; ++q) map += bytes_of(kind == "nf4" ? nf4_code(q) : q == 8 ? 0.0f : (q < 8 ? fp4[q] : -fp4[q - 8]) / 12);
    layer.tensors.push_back({"a.weight.quant_map", "F32", {16}, map});
    const std::string text = state.dump();
    layer.tensors.push_back({"a.weight.quant_state.bitsandbytes__" + kind, "U8", {static_cast<std::int64_t>(text.size())}, text});
  }
  return layer;
}

json cases() {
  std::ifstream file(SOURCE_DIR "/tests/golden/quantised/layers.json");
  return json::parse(file);
}
json case_named(const std::string& name) {
  for (json& c : cases())
    if (c["name"] == name) return c;
  return {};
}
// A small one of the same kind.
Layer small_layer(const std::string& name) {
  json c = case_named(name);
  c["rows"] = 64;
  c["columns"] = 256;
  return random_layer(c);
}

struct Joined {
  Folder folder;
  TensorFiles files;
  std::vector<StoredTensor> tensors;
};

Result<void> join(const Layer& layer, Joined& out) {
  out.files = open_safetensors(out.folder.write("model.safetensors", safetensors_bytes(layer.tensors))).value();
  out.tensors = out.files.tensors;
  return guarded("", [&] { join_quantised_layers(read_quantisation(layer.settings), out.files.files, out.tensors); });
}

}  // namespace

class QuantisedLayersTest : public QObject {
  Q_OBJECT

 private slots:
  void values_are_those_of_the_definitions_data() {
    QTest::addColumn<QString>("name");
    for (const json& c : cases()) QTest::newRow(c["name"].get<std::string>().c_str()) << QString::fromStdString(c["name"]);
  }
  void values_are_those_of_the_definitions() {
    QFETCH(QString, name);
    const json c = case_named(name.toStdString());
    Joined joined;
    const auto done = join(random_layer(c), joined);
    QVERIFY2(done, done ? "" : done.error().cause.english.c_str());
    QCOMPARE(joined.tensors.size(), 1u);
    const StoredTensor& tensor = joined.tensors.front();
    QCOMPARE(tensor.name, std::string("a.weight"));
    QCOMPARE(tensor.shape, (std::vector<std::int64_t>{c["rows"], c["columns"]}));
    const QuantisedTensor& weight = *tensor.quantised;
    std::vector<float> values(static_cast<std::size_t>(weight.rows() * weight.columns()));
    for (std::int64_t row = 0; row < weight.rows(); row += 5) {  // pieces that are no panels
      const std::int64_t end = std::min(row + 5, weight.rows());
      QVERIFY(guarded("", [&] { weight.read_values(row, end, values.data() + row * weight.columns()); }));
    }
    QCOMPARE(QString("%1").arg(hash_of(values), 16, 16, QChar('0')), QString::fromStdString(c["hash"]));

    // As blocks: the same numbers, but for layers held as f16.
    const FormatInfo& f = info(weight.format());
    std::vector<std::byte> blocks(static_cast<std::size_t>(f.row_bytes(weight.columns()) * 3));
    std::vector<float> decoded(static_cast<std::size_t>(weight.columns() * 3));
    QVERIFY(guarded("", [&] { weight.read_blocks(7, 10, blocks.data()); }));
    f.decode(blocks.data(), decoded.data(), std::ssize(decoded) / f.group);
    QCOMPARE(weight.format() == Format::f16, name == "gptq4_act_order");
    for (std::size_t i = 0; i < decoded.size(); ++i) {
      float expected = values[static_cast<std::size_t>(7 * weight.columns()) + i];
      if (weight.format() == Format::f16) expected = F16::from_float(expected).to_float();
      QVERIFY(std::isnan(expected) ? std::isnan(decoded[i]) : decoded[i] == expected);
    }
  }

  void refuses_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("number");
    QTest::addColumn<QString>("cause");
    for (std::size_t i = 0; i < faults().size(); ++i)
      QTest::addRow("%s", faults()[i].cause) << faults()[i].layer << static_cast<int>(i) << faults()[i].cause;
  }
  void refuses() {
    QFETCH(QString, name);
    QFETCH(int, number);
    QFETCH(QString, cause);
    Layer layer = small_layer(name.toStdString());
    {
      Joined whole;
      QVERIFY(join(layer, whole));
    }
    faults()[static_cast<std::size_t>(number)].make(layer);
    Joined joined;
    const auto done = join(layer, joined);
    QVERIFY(!done);
    QVERIFY2(done.error().cause.english.find(cause.toStdString()) != std::string::npos, done.error().cause.english.c_str());
  }

  // An empty name, and layers that are not there: what is left is what the model's own reader says is missing.
  void what_is_not_quantised_stays() {
    Layer layer = small_layer("gptq4_g128");
    layer.tensors.push_back({"b.weight", "F32", {1, 2}, std::string(8, '\0')});
    Joined joined;
    QVERIFY(join(layer, joined));
    QCOMPARE(joined.tensors.size(), 2u);
    for (const StoredTensor& tensor : joined.tensors) QCOMPARE(tensor.quantised == nullptr, tensor.name == "b.weight");
  }

  // Older GPTQ folders say how they are quantised in a file of their own.
  void a_file_beside_config_json() {
    const std::filesystem::path golden = SOURCE_DIR "/tests/golden/quantised/gptq4_g128";
    std::ifstream in(golden / "config.json");
    json config = json::parse(in);
    json settings = config["quantization_config"];
    config.erase("quantization_config");
    settings.erase("quant_method");
    Folder folder;
    std::filesystem::copy_file(golden / "model.safetensors", folder.path() / "model.safetensors");
    folder.write("config.json", config.dump());
    QVERIFY(!open_checkpoint(folder.path()));
    folder.write("quantize_config.json", settings.dump());
    const auto checkpoint = open_checkpoint(folder.path());
    QVERIFY2(checkpoint, checkpoint ? "" : checkpoint.error().cause.english.c_str());
    QVERIFY(checkpoint->stored_format == Format::zero4_g128);
    settings["bits"] = 7;
    folder.write("quantize_config.json", settings.dump());
    const auto refused = open_checkpoint(folder.path());
    QVERIFY(!refused);
    QVERIFY2(refused.error().cause.english.starts_with("quantize_config.json: its weights are quantised by GPTQ with 7 bits"), refused.error().cause.english.c_str());
  }

 private:
  struct Fault {
    const char* layer;
    const char* cause;
    std::function<void(Layer&)> make;
  };
  static const std::vector<Fault>& faults() {
    static const auto set = [](const char* key, json value) {
      return [=](Layer& layer) { layer.settings[key] = value; };
    };
    static const auto reshape = [](const char* name, std::vector<std::int64_t> shape) {
      return [=](Layer& layer) { layer.tensor(name).shape = shape; };
    };
    static const auto state = [](const char* key, json value) {
      return [=](Layer& layer) {
        SafeTensor& tensor = layer.tensor("a.weight.quant_state.bitsandbytes__nf4");
        json changed = json::parse(tensor.data);
        changed[key] = value;
        tensor.data = changed.dump();
        tensor.shape = {static_cast<std::int64_t>(tensor.data.size())};
      };
    };
    static const std::vector<Fault> all = {
        {"gptq4_g128", "by 'exl2'", set("quant_method", "exl2")},
        {"gptq4_g128", "method that is not named", [](Layer& l) { l.settings.erase("quant_method"); }},
        {"gptq4_g128", "GPTQ with 5 bits; 2, 3, 4 and 8 are known", set("bits", 5)},
        {"gptq4_g128", "'quantization_config.bits' is missing", [](Layer& l) { l.settings.erase("bits"); }},
        {"gptq4_g128", "'quantization_config.bits' is no whole number", set("bits", "four")},
        {"gptq4_g128", "'quantization_config.group_size' is 0", set("group_size", 0)},
        {"gptq4_g128", "'quantization_config.group_size' is -2", set("group_size", -2)},
        {"gptq4_g128", "256 columns, not a multiple of the 96 of a group", set("group_size", 96)},
        {"gptq4_g32", "groups of 16, not a multiple of 32",
         [](Layer& l) {
           l.settings["group_size"] = 16;
           l.tensor("a.qzeros") = {"a.qzeros", "I32", {16, 8}, std::string(16 * 8 * 4, '\0')};
           l.tensor("a.scales") = {"a.scales", "F16", {16, 64}, std::string(16 * 64 * 2, '\0')};
         }},
        {"gptq4_g128", "layout 'marlin'", set("checkpoint_format", "marlin")},
        {"gptq4_g128", "words of int64", set("pack_dtype", "int64")},
        {"gptq4_g128", "each in its own way", set("dynamic", {{"-:.*", {{"bits", 8}}}})},
        {"gptq4_g128", "'a.qzeros' has the shape (2, 8), but its layer and the settings ask for (4, 8)", set("group_size", 64)},
        {"gptq4_g128", "'a.qzeros' of a quantised layer is missing", [](Layer& l) { l.remove("a.qzeros"); }},
        {"gptq4_g128", "'a.scales' of a quantised layer is missing", [](Layer& l) { l.remove("a.scales"); }},
        {"gptq4_g128", "'a.scales' has the shape (64, 2)", reshape("a.scales", {64, 2})},
        {"gptq4_g128", "'a.scales' is stored as I16, not as F16", [](Layer& l) { l.tensor("a.scales").dtype = "I16"; }},
        {"gptq4_g128", "'a.qweight' is stored as F32", [](Layer& l) { l.tensor("a.qweight").dtype = "F32"; }},
        {"gptq4_g128", "'a.qweight' has the shape (2048), which is no matrix", reshape("a.qweight", {2048})},
        {"gptq3_g128", "hold no whole number of 3-bit weights", reshape("a.qweight", {32, 48})},
        {"gptq4_act_order", "puts column 3 into group 2 of 2",
         [](Layer& l) { l.tensor("a.g_idx").data.replace(12, 4, bytes_of<std::int32_t>(2)); }},
        {"gptq4_act_order", "puts column 0 into group -1 of 2",
         [](Layer& l) { l.tensor("a.g_idx").data.replace(0, 4, bytes_of<std::int32_t>(-1)); }},
        {"gptq4_act_order", "'a.g_idx' has the shape (16, 16)", reshape("a.g_idx", {16, 16})},
        {"awq_g128", "AWQ with 3 bits; 4 are known", set("bits", 3)},
        {"awq_g128", "layout 'gemv'; gemm is known", set("version", "GEMV")},
        {"awq_g128", "'a.qzeros' has the shape (2, 8)", set("group_size", 32)},
        {"bnb_int8", "say neither of load_in_8bit and load_in_4bit", set("load_in_8bit", false)},
        {"bnb_int8", "say both of load_in_8bit and load_in_4bit", set("load_in_4bit", true)},
        {"bnb_int8", "neither true nor false", set("load_in_8bit", 1)},
        {"bnb_int8", "'a.SCB' has the shape (32), but its layer has 64 rows",
         [](Layer& l) { l.tensor("a.SCB").shape = {32}, l.tensor("a.SCB").data.resize(128); }},
        {"bnb_int8", "'a.weight' of a quantised layer is missing", [](Layer& l) { l.remove("a.weight"); }},
        {"bnb_int8", "'a.weight' is stored as U8, not as I8", [](Layer& l) { l.tensor("a.weight").dtype = "U8"; }},
        {"bnb_int8", "format 2", [](Layer& l) { l.tensors.push_back({"a.weight_format", "U8", {}, "\2"}); }},
        {"bnb_nf4", "the type 'nf3'; nf4 and fp4 are known", state("quant_type", "nf3")},
        {"bnb_nf4", "no valid 'shape'", state("shape", {64})},
        {"bnb_nf4", "no valid 'shape'", state("shape", {0, 256})},
        {"bnb_nf4", "no valid 'shape'", state("shape", {-1, 256})},
        {"bnb_nf4", "no valid 'blocksize'", state("blocksize", 0)},
        {"bnb_nf4", "blocks of 32 and rows of 256", state("blocksize", 32)},
        {"bnb_nf4", "'a.weight' has 8192 bytes, but its state's shape (64, 320) needs 10240", state("shape", {64, 320})},
        {"bnb_nf4", "'a.weight.absmax' has the shape (256)", state("blocksize", 128)},
        {"bnb_nf4", "'a.weight.quant_map' of a quantised layer is missing", [](Layer& l) { l.remove("a.weight.quant_map"); }},
        {"bnb_nf4", "quant_map' holds 2 for 1", [](Layer& l) { l.tensor("a.weight.quant_map").data.replace(4, 4, bytes_of(2.0f)); }},
        {"bnb_nf4", "is not JSON", [](Layer& l) { l.tensor("a.weight.quant_state.bitsandbytes__nf4").data[0] = '['; }},
        {"bnb_nf4_nested", "no valid 'nested_offset'", state("nested_offset", "none")},
        {"bnb_nf4_nested", "no valid 'nested_blocksize'", state("nested_blocksize", -4)},
        {"bnb_nf4_nested", "'a.weight.nested_absmax' has the shape (1)", state("nested_blocksize", 64)},
        {"bnb_nf4_nested", "'a.weight.nested_quant_map' has the shape (16, 16)", reshape("a.weight.nested_quant_map", {16, 16})},
    };
    return all;
  }
};

QTEST_APPLESS_MAIN(QuantisedLayersTest)
#include "quantised_layers_test.moc"
