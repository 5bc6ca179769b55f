// Every setting of every family's config.json, and every key of its GGUF file's, set to what a damaged or hostile file could hold: the model
// is refused with an error that has a cause, or opens, loads and computes.
#include <QtTest>

#include <nlohmann/json.hpp>

#include "engine/base/refuse.h"
#include "engine/load/gguf.h"
#include "engine/load/json_config.h"
#include "engine/spec/family.h"
#include "model_files.h"
#include "tests/engine/generate/golden.h"

using namespace halftone;
using namespace halftone::test;
namespace fs = std::filesystem;
using nlohmann::json;

namespace {

const std::vector<json> kValues = {nullptr, false, true, 0, 1, 2, 3, 5, -1, 1'000'000'007, std::int64_t{1} << 62, 1e-30, 0.5, 1e30, 1e308, "text", json::array(),
                                   {1.0, 2.0}, {1.0, 1.0}, {"full_attention"}, json::object()};

// The paths of all values in all objects.
void add_settings(const json& object, const json::json_pointer& at, std::vector<json::json_pointer>& paths) {
  for (const auto& [name, value] : object.items()) {
    paths.push_back(at / name);
    if (value.is_object()) add_settings(value, at / name, paths);
  }
}

// What a mutated folder does. Returns whether it opened.
bool try_model(const fs::path& folder, bool compute) {
  auto checkpoint = open_checkpoint(folder);
  if (!checkpoint) {
    if (checkpoint.error().cause.empty()) qFatal("an error without a cause");
    return false;
  }
  if (!compute) return true;
  EngineSettings settings = golden::float32();
  settings.context = 0;
  settings.threads = 1;
  const std::int64_t vocabulary = checkpoint->spec.vocabulary, limit = checkpoint->spec.position_limit();
  auto engine = LocalEngine::open(*std::move(checkpoint), settings, {}, {});
  if (!engine) return false;
  std::vector<TokenId> tokens;
  for (std::int64_t i = 0; i < (limit > 0 ? std::min<std::int64_t>(limit, 5) : 5); ++i) tokens.push_back(static_cast<TokenId>(i * 7 % vocabulary));
  const auto logits = golden::all_logits(**engine, tokens);
  if (logits.rows != std::ssize(tokens)) qFatal("rows are missing");
  return true;
}

// A GGUF file taken apart, to be written again with one key changed.
GgufImage image_of(const fs::path& path) {
  const File file = value_of(File::open(path));
  const Gguf gguf = value_of(read_gguf(file));
  GgufImage image;
  for (const auto& [key, value] : gguf.values) {
    const auto type = static_cast<std::uint32_t>(value.type);
    std::string bytes;
    if (const auto* text = std::get_if<std::string>(&value.data)) bytes = gguf_text(*text);
    if (const auto* flag = std::get_if<bool>(&value.data)) bytes = gguf_bool(*flag);
    if (const auto* number = std::get_if<std::uint64_t>(&value.data))
      bytes = bytes_of(type) + bytes_of(*number).substr(0, value.type == GgufType::u64 ? 8 : 4);
    if (const auto* number = std::get_if<double>(&value.data))
      bytes = value.type == GgufType::f32 ? gguf_f32(static_cast<float>(*number)) : gguf_value(12, *number);
    if (bytes.empty()) qFatal("key %s is of a type this test does not write", key.c_str());
    image.keys.emplace_back(key, bytes);
  }
  for (const StoredTensor& tensor : gguf.tensors) {
    std::string data(tensor.bytes, '\0');
    value_of(file.read(tensor.offset, std::as_writable_bytes(std::span(data))));
    image.tensors.push_back({tensor.name, *tensor.type->format == Format::q8_0 ? 8u : 0u, {tensor.shape.rbegin(), tensor.shape.rend()}, data, {}, {}});
  }
  return image;
}

const std::vector<std::string>& gguf_values() {
  const auto i64 = [](std::int64_t value) { return gguf_value(11, value); };
  static const std::vector<std::string> all = {
      "",  // no such key
      gguf_u32(0), gguf_u32(1), gguf_u32(2), gguf_u32(3), gguf_u32(5), gguf_u32(0xFFFFFFFF), i64(-1), i64(std::int64_t{1} << 62), gguf_f32(0),
      gguf_f32(-1), gguf_f32(0.5f), gguf_f32(1e30f), gguf_f32(1e-40f), gguf_f32(INFINITY), gguf_f32(std::nanf("")), gguf_bool(1), gguf_text("linear"),
      gguf_array(5, 2, bytes_of<std::int32_t>(2) + bytes_of<std::int32_t>(2)), gguf_array(6, 2, bytes_of(1.0f) + bytes_of(2.0f)), gguf_array(8, 1, gguf_string("x"))};
  return all;
}

}  // namespace

class HostileConfigTest : public QObject {
  Q_OBJECT

 private slots:
  void every_setting_of_every_family_data() {
    QTest::addColumn<QString>("path");
    for (const QString& name : golden::cases())
      if (name.startsWith("families/") && !name.contains("long_")) QTest::newRow(qPrintable(name)) << golden::folder() + "/" + name;
  }
  void every_setting_of_every_family() {
    QFETCH(QString, path);
    const fs::path golden_folder = path.toStdString();
    Folder folder;
    fs::copy_file(golden_folder / "model.safetensors", folder.path() / "model.safetensors");
    std::ifstream file(golden_folder / "config.json");
    const json config = json::parse(file);
    int opened = 0, refused = 0;
    std::vector<json::json_pointer> settings;
    add_settings(config, json::json_pointer(), settings);
    for (const json::json_pointer& setting : settings) {
      for (std::size_t i = 0; i <= kValues.size(); ++i) {
        json changed = config;
        if (i < kValues.size())
          changed[setting] = kValues[i];
        else
          changed[setting.parent_pointer()].erase(setting.back());
        folder.write("config.json", changed.dump());
        // To compute with each would take long; every third does.
        try_model(folder.path(), (opened + refused) % 3 == 0) ? ++opened : ++refused;
      }
    }
    QVERIFY(opened > 0 && refused > opened / 10);
  }

  void every_key_of_every_family_data() {
    QTest::addColumn<QString>("path");
    for (const QString& name : golden::cases())
      if (const QString path = golden::folder() + "/" + name + "/model.gguf"; name.startsWith("families/") && QFile::exists(path))
        QTest::newRow(qPrintable(name)) << path;
  }
  void every_key_of_every_family() {
    QFETCH(QString, path);
    const GgufImage image = image_of(path.toStdString());
    Folder folder;
    int opened = 0, refused = 0;
    for (const auto& [key, own] : image.keys) {
      for (const std::string& value : gguf_values()) {
        GgufImage changed = image;
        changed.key(key) = value;
        if (value.empty()) changed.remove_key(key);
        try_model(folder.write("model.gguf", changed.bytes()), (opened + refused) % 3 == 0) ? ++opened : ++refused;
      }
    }
    QVERIFY(opened > 0 && refused > opened / 10);
  }

  void unknown_families_are_told_what_is_known() {
    Folder folder;
    folder.write("config.json", R"({"model_type": "rwkv"})");
    const auto hf = open_checkpoint(folder.path());
    QVERIFY(!hf && hf.error().kind == ErrorKind::unsupported);
    for (const char* part : {"'rwkv'", "llama", "gemma3_text", "gpt_bigcode", "mpt"}) QVERIFY2(hf.error().cause.english.find(part) != std::string::npos, hf.error().cause.english.c_str());
    GgufImage image = SmallLlama().gguf();
    image.key("general.architecture") = gguf_text("mamba");
    const auto gguf = open_checkpoint(folder.write("model.gguf", image.bytes()).string());
    QVERIFY(!gguf && gguf.error().kind == ErrorKind::unsupported);
    for (const char* part : {"'mamba'", "starcoder2", "gptneox", "phi3"}) QVERIFY2(gguf.error().cause.english.find(part) != std::string::npos, gguf.error().cause.english.c_str());
  }

  // Settings that change what is computed in ways that are not known must not be passed over in silence.
  void unknown_variants_are_refused_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("setting");
    QTest::addColumn<QString>("value");
    const auto add = [](const char* name, const char* setting, const char* value) {
      QTest::addRow("%s %s", name, setting) << QString(name) << QString(setting) << QString(value);
    };
    add("bloom", "/apply_residual_connection_post_layernorm", "true");
    add("gpt2", "/scale_attn_weights", "false");
    add("gpt_bigcode", "/scale_attn_weights", "false");
    add("mpt", "/attn_config/qk_ln", "true");
    add("mpt", "/attn_config/alibi", "false");
    add("mpt", "/attn_config/attn_type", "\"multiquery_attention\"");
    add("mpt", "/no_bias", "false");
    add("mpt", "/logit_scale", "\"inv_sqrt_d_model\"");
    add("gemma3_layer_types", "/layer_types", R"(["sliding_attention", "full_attention", "linear_attention"])");
    add("qwen3", "/num_experts", "8");
    add("starcoder2", "/hidden_act", "\"relu2\"");
    add("phi3_longrope_long", "/rope_scaling/type", "\"mrope\"");
  }
  void unknown_variants_are_refused() {
    QFETCH(QString, name);
    QFETCH(QString, setting);
    QFETCH(QString, value);
    std::ifstream file((golden::folder() + "/families/" + name + "/config.json").toStdString());
    json config = json::parse(file);
    config[json::json_pointer(setting.toStdString())] = json::parse(value.toStdString());
    const JsonConfig source(config);
    const auto spec = guarded("", [&] { return read_spec(family_of_model_type(config["model_type"].get<std::string>()), Config(source)); });
    QVERIFY(!spec);
    QVERIFY2(spec.error().kind == ErrorKind::unsupported, spec.error().cause.english.c_str());
  }
};

QTEST_APPLESS_MAIN(HostileConfigTest)
#include "hostile_config_test.moc"
