// Model folders as they are published, cached and copied, and what is put into them to stop a program. Issue 12, lines "cases 04, 08, 09,
// 12, 34, 35", "4096.0 in a config is a count" and "GGUF without a tokenizer gets a remedy that works".
#include <QtTest>

#include <sys/stat.h>

#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "engine/load/checkpoint.h"
#include "engine/load/json.h"
#include "engine/tokenizer/tokenizer.h"
#include "model_files.h"

using namespace halftone;
using namespace halftone::test;
namespace fs = std::filesystem;

namespace {

const fs::path kGolden = fs::path(SOURCE_DIR) / "tests/golden/llama";

std::string text_of(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

void copy_model(const fs::path& from, const Folder& to) {
  for (const auto& entry : fs::directory_iterator(from)) write_file(to.path() / entry.path().filename(), text_of(entry.path()));
}

// The tensors of a file, to be written again.
std::vector<SafeTensor> tensors_of(const fs::path& path) {
  const std::string bytes = text_of(path);
  std::uint64_t header = 0;
  std::memcpy(&header, bytes.data(), 8);
  std::vector<SafeTensor> tensors;
  const auto json = nlohmann::json::parse(bytes.substr(8, header));
  for (const auto& [name, entry] : json.items()) {
    if (name == "__metadata__") continue;
    const std::size_t begin = entry["data_offsets"][0], end = entry["data_offsets"][1];
    tensors.push_back({name, entry["dtype"], entry["shape"], bytes.substr(8 + header + begin, end - begin)});
  }
  return tensors;
}

// config.json of the golden model with one more member, or another value.
std::string config_with(const std::string& key, const std::string& value) {
  auto config = nlohmann::json::parse(text_of(kGolden / "mha/config.json"));
  config.erase(key);
  const std::string text = config.dump();
  return text.substr(0, text.size() - 1) + ",\"" + key + "\":" + value + "}";
}

std::string error_of(const Result<Checkpoint>& opened) { return opened ? "" : opened.error().message(); }
bool has(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

const std::string kPointer = "version https://git-lfs.github.com/spec/v1\noid sha256:" + std::string(64, '0') + "\nsize 123456789\n";
constexpr char kInverse[] = "model.layers.0.self_attn.rotary_emb.inv_freq";

}  // namespace

class PublishedFoldersTest : public QObject {
  Q_OBJECT

 private slots:
  // Case 04: …/snapshots/<commit>/Q4_K_M/<file> is a link to ../../../blobs/<hash>.
  void a_cache_keeps_the_repositorys_folders() {
    for (const std::string below : {"", "Q4_K_M", "gguf/Q4_K_M"}) {
      const Folder folder;
      const fs::path cache = folder.path() / "models--a--b", place = cache / "snapshots/0123abc" / below;
      fs::create_directories(cache / "blobs");
      fs::create_directories(place);
      int number = 0;
      for (const auto& entry : fs::directory_iterator(kGolden / "mha")) {
        const fs::path blob = cache / "blobs" / std::to_string(number++);
        write_file(blob, text_of(entry.path()));
        fs::create_symlink(fs::relative(blob, place), place / entry.path().filename());
      }
      const auto opened = open_checkpoint(place);
      QVERIFY2(opened, error_of(opened).c_str());
      // A link that leads elsewhere still does not count, however many folders are named like a cache's.
      const Folder elsewhere;
      fs::remove(place / "config.json");
      fs::create_directories(elsewhere.path() / "blobs");
      write_file(elsewhere.path() / "blobs/config", text_of(kGolden / "mha/config.json"));
      fs::create_symlink(elsewhere.path() / "blobs/config", place / "config.json");
      QVERIFY(has(error_of(open_checkpoint(place)), "leads out of the folder"));
    }
  }

  void a_caches_gguf_shards_lie_below() {
    const Folder folder;
    const fs::path cache = folder.path() / "models--a--b", place = cache / "snapshots/0123abc/Q4_K_M";
    fs::create_directories(cache / "blobs");
    fs::create_directories(place);
    const GgufImage whole = SmallLlama().gguf();
    for (std::uint16_t shard = 0; shard < 2; ++shard) {
      GgufImage image;
      if (shard == 0) image.keys = whole.keys;
      image.key("split.no") = gguf_value<std::uint16_t>(2, shard);
      image.key("split.count") = gguf_value<std::uint16_t>(2, 2);
      const auto middle = whole.tensors.begin() + 5;
      image.tensors.assign(shard == 0 ? whole.tensors.begin() : middle, shard == 0 ? middle : whole.tensors.end());
      const std::string blob = "b" + std::to_string(shard);
      write_file(cache / "blobs" / blob, image.bytes());
      fs::create_symlink("../../../blobs/" + blob, place / ("m-0000" + std::to_string(shard + 1) + "-of-00002.gguf"));
    }
    for (const fs::path& path : {place, place / "m-00001-of-00002.gguf", place / "m-00002-of-00002.gguf"}) {
      const auto opened = open_checkpoint(path);
      QVERIFY2(opened, error_of(opened).c_str());
    }
  }

  // Case 08.
  void an_index_may_say_too_little_or_too_much() {
    const fs::path from = kGolden / "sharded";
    auto index = nlohmann::json::parse(text_of(from / "model.safetensors.index.json"));
    const std::string shard = index["weight_map"].begin().value();
    {
      const Folder folder;
      copy_model(from, folder);
      auto tensors = tensors_of(from / shard);
      tensors.push_back({kInverse, "F32", {4}, std::string(16, '\0')});
      folder.write(shard, safetensors_bytes(tensors));
      const auto opened = open_checkpoint(folder.path());
      QVERIFY2(opened, error_of(opened).c_str());
      QCOMPARE(opened->ignored, std::vector<std::string>{kInverse});
    }
    {
      const Folder folder;
      copy_model(from, folder);
      auto more = index;
      more["weight_map"][kInverse] = shard;
      folder.write("model.safetensors.index.json", more.dump());
      const auto opened = open_checkpoint(folder.path());
      QVERIFY2(opened, error_of(opened).c_str());
    }
    {  // what the model does need is missed
      const Folder folder;
      copy_model(from, folder);
      auto tensors = tensors_of(from / shard);
      const auto needed = std::ranges::find_if(tensors, [](const SafeTensor& t) { return has(t.name, "layernorm"); });
      QVERIFY(needed != tensors.end());
      const std::string name = needed->name;
      tensors.erase(needed);
      folder.write(shard, safetensors_bytes(tensors));
      const std::string error = error_of(open_checkpoint(folder.path()));
      QVERIFY2(has(error, "'" + name + "' is missing"), error.c_str());
    }
    {  // an index left over from a copy in shards
      const Folder folder;
      copy_model(from, folder);
      std::vector<SafeTensor> all;
      std::set<std::string> shards;
      for (const auto& [tensor, file] : index["weight_map"].items()) shards.insert(file);
      for (const std::string& file : shards) {
        std::ranges::copy(tensors_of(from / file), std::back_inserter(all));
        fs::remove(folder.path() / file);
      }
      QVERIFY(has(error_of(open_checkpoint(folder.path())), "missing"));
      folder.write("model.safetensors", safetensors_bytes(all));
      const auto opened = open_checkpoint(folder.path());
      QVERIFY2(opened, error_of(opened).c_str());
      QCOMPARE(opened->container.english, std::string("safetensors"));
    }
  }

  // Case 09.
  void numbers_as_python_writes_them() {
    const Folder folder;
    copy_model(kGolden / "mha", folder);
    for (const char* value : {"[0.0, Infinity]", "-Infinity", "NaN", "{\"a\": [NaN, \"NaN Infinity\", -Infinity]}"}) {
      folder.write("config.json", config_with("time_step_limit", value));
      const auto opened = open_checkpoint(folder.path());
      QVERIFY2(opened, error_of(opened).c_str());
    }
    for (const char* key : {"hidden_size", "rope_theta", "rms_norm_eps", "num_attention_heads"})
      for (const char* value : {"Infinity", "-Infinity", "NaN"}) {
        folder.write("config.json", config_with(key, value));
        const std::string error = error_of(open_checkpoint(folder.path()));
        QVERIFY2(has(error, "'" + std::string(key) + "'") && !has(error, "Download the file again"), error.c_str());
      }
    for (const char* value : {"Infinit", "--Infinity", "+Infinity", "nan", "inf", "NaNN", "1NaN", "Infinity5"}) {
      folder.write("config.json", config_with("x", value));
      QVERIFY2(has(error_of(open_checkpoint(folder.path())), "is not JSON"), value);
    }
    const auto texts = read_json_file(folder.write("t.json", "{\"a\":\"NaN\",\"b\\\"\":1,\"c\":NaN,\"Infinity\":\"-Infinity\",\"d\":-Infinity}"));
    QVERIFY(texts);
    QCOMPARE((*texts)["a"].get<std::string>(), std::string("NaN"));
    QCOMPARE((*texts)["Infinity"].get<std::string>(), std::string("-Infinity"));
    QVERIFY(std::isnan((*texts)["c"].get<double>()));
    QVERIFY((*texts)["d"].get<double>() < -1e308);
  }

  // Sampling settings are read from a file of the same kind.
  void a_temperature_that_is_no_number_is_none() {
    const Folder folder;
    copy_model(kGolden / "mha", folder);
    folder.write("generation_config.json", R"({"temperature": NaN, "top_p": Infinity, "top_k": NaN, "do_sample": true})");
    const auto opened = open_checkpoint(folder.path());
    QVERIFY2(opened, error_of(opened).c_str());
    QVERIFY(!opened->generation.temperature && !opened->generation.top_p && !opened->generation.top_k);
  }

  void a_whole_number_may_have_a_point() {
    const Folder folder;
    copy_model(kGolden / "mha", folder);
    const auto as_count = open_checkpoint(folder.path()).value();
    folder.write("config.json", config_with("max_position_embeddings", "4096.0"));
    const auto opened = open_checkpoint(folder.path());
    QVERIFY2(opened, error_of(opened).c_str());
    QCOMPARE(opened->spec.trained_context, 4096);
    for (const char* value : {"4096.5", "1e300", "-4096.0", "0.0"}) {
      folder.write("config.json", config_with("max_position_embeddings", value));
      QVERIFY(has(error_of(open_checkpoint(folder.path())), "'max_position_embeddings' is "));
    }
    folder.write("config.json", config_with("eos_token_id", "2.0"));
    QVERIFY(open_checkpoint(folder.path()));
    const auto numbers = read_json_file(folder.write("n.json", R"({"a":2.0,"b":-3.0,"c":2.5,"d":1e30,"e":[1.0,-0.0]})"));
    QVERIFY(numbers);
    QCOMPARE(numbers->dump(), std::string(R"({"a":2,"b":-3,"c":2.5,"d":1e+30,"e":[1,0]})"));
    const Folder other;
    GgufImage image = SmallLlama().gguf();
    image.key("llama.context_length") = gguf_f32(4096);
    QCOMPARE(open_checkpoint(other.write("m.gguf", image.bytes())).value().spec.trained_context, 4096);
  }

  // Case 12.
  void a_git_lfs_pointer_is_named_as_such() {
    const Folder folder;
    copy_model(kGolden / "mha", folder);
    folder.write("model.safetensors", kPointer);
    const auto check = [](const std::string& error, const std::string& name) {
      for (const std::string& part :
           {name + ": is a Git LFS pointer of " + std::to_string(kPointer.size()) + " bytes", std::string("stands for 123,456,789 bytes"), std::string("git lfs pull")})
        QVERIFY2(has(error, part), error.c_str());
    };
    check(error_of(open_checkpoint(folder.path())), "model.safetensors");
    check(error_of(open_checkpoint(folder.path() / "model.safetensors")), "model.safetensors");
    check(error_of(open_checkpoint(folder.write("x.gguf", kPointer))), "x.gguf");
    check(error_of(open_checkpoint(folder.write("x.bin", kPointer))), "x.bin");
    fs::remove(folder.path() / "x.bin");
    for (const std::string name : {"tokenizer.model", "tokenizer.json"}) {
      const Folder model;
      copy_model(kGolden / "mha", model);
      model.write(name, kPointer);
      const auto opened = open_checkpoint(model.path());
      QVERIFY2(opened, error_of(opened).c_str());  // what needs no text works
      QVERIFY(opened->tokenizer.trouble.has_value());
      check(opened->tokenizer.trouble->message(), name);
      const auto tokenizer = read_tokenizer(model.path() / name);
      QVERIFY(!tokenizer);
      check(tokenizer.error().message(), name);
    }
    const Folder config;
    check(error_of(open_checkpoint(config.write("config.json", kPointer))), "config.json");
    const Folder shards;
    copy_model(kGolden / "sharded", shards);
    const std::string shard = nlohmann::json::parse(text_of(kGolden / "sharded/model.safetensors.index.json"))["weight_map"].begin().value();
    shards.write(shard, kPointer);
    check(error_of(open_checkpoint(shards.path())), shard);
  }

  // Case 34.
  void a_readme_is_read_like_every_file() {
    const Folder folder;
    copy_model(kGolden / "mha", folder);
    const fs::path card = folder.path() / "README.md";
    QCOMPARE(::mkfifo(card.c_str(), 0600), 0);
    QVERIFY(open_checkpoint(folder.path()));
    folder.write("README.md", "---\nlicense: mit\n---\n");
    fs::resize_file(card, std::uint64_t{64} << 30);  // sparse
    QCOMPARE(open_checkpoint(folder.path()).value().licence, std::string("mit"));
  }

  // And every other file of a folder, one by one, as a pipe: nothing waits for a writer.
  void no_file_of_a_folder_may_be_a_pipe() {
    for (const char* name : {"config.json", "generation_config.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "chat_template.json",
                             "chat_template.jinja", "tokenizer.json", "tokenizer.model", "tekken.json", "vocab.json", "merges.txt", "quantize_config.json",
                             "model.safetensors", "model.safetensors.index.json", "x.tiktoken"}) {
      const Folder folder;
      copy_model(kGolden / "mha", folder);
      fs::remove(folder.path() / name);
      QCOMPARE(::mkfifo((folder.path() / name).c_str(), 0600), 0);
      (void)open_checkpoint(folder.path());
      (void)read_tokenizer(folder.path());
    }
  }

  // Case 35: 64 arrays of 128 MiB, none beyond its own limit, in a sparse file.
  void metadata_has_a_budget() {
    const Folder folder;
    const fs::path path = folder.path() / "arrays.gguf";
    std::ofstream file(path, std::ios::binary);
    file << "GGUF" << bytes_of(3u) << bytes_of(0ull) << bytes_of(64ull);
    for (int i = 0; i < 64; ++i) {
      file << gguf_string("k" + std::to_string(i)) << bytes_of(9u) << bytes_of(10u) << bytes_of(1ull << 24);
      file.seekp(8ll << 24, std::ios::cur);
    }
    file << std::string(64, '\0');
    file.close();
    const std::string error = error_of(open_checkpoint(path));
    QVERIFY2(has(error, "its metadata would take 134217") && has(error, " bytes, at most 134217728"), error.c_str());
  }

  void texts_and_names_count_too() {
    const Folder folder;
    GgufImage image;
    for (int i = 0; i < 3; ++i) image.keys.emplace_back("t" + std::to_string(i), gguf_text(std::string(60 << 20, 'x')));
    QVERIFY(has(error_of(open_checkpoint(folder.write("texts.gguf", image.bytes()))), "its metadata would take"));
    GgufImage names;
    for (int i = 0; i < 2200; ++i) names.keys.emplace_back(std::to_string(i) + std::string(65'000, 'n'), gguf_u32(1));
    QVERIFY(has(error_of(open_checkpoint(folder.write("names.gguf", names.bytes()))), "its metadata would take"));
  }

  void a_gguf_without_a_tokenizer_says_what_helps() {
    const Folder folder;
    GgufImage image = SmallLlama().gguf();
    std::erase_if(image.keys, [](const auto& key) { return key.first.starts_with("tokenizer.ggml"); });
    const fs::path path = folder.write("m.gguf", image.bytes());
    const auto opened = open_checkpoint(path);
    QVERIFY2(opened, error_of(opened).c_str());
    QVERIFY(std::ranges::any_of(opened->notes, [](const Sentence& n) { return n.english.starts_with("no tokenizer"); }));
    const auto tokenizer = make_tokenizer(opened->tokenizer);
    QVERIFY(!tokenizer);
    QVERIFY2(has(tokenizer.error().remedy.english, "Choose a GGUF file"), tokenizer.error().message().c_str());
    QVERIFY(!has(tokenizer.error().remedy.english, "next to"));  // nothing beside a GGUF file is read
    const auto data = read_tokenizer(path);
    QVERIFY(!data || data->trouble);
  }
};

QTEST_APPLESS_MAIN(PublishedFoldersTest)
#include "published_folders_test.moc"
