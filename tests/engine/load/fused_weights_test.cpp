// Weights that share a tensor or lie transposed in it: which rows each takes, by every family's own packing.
#include <QtTest>

#include "engine/load/checkpoint.h"
#include "engine/load/name_map.h"
#include "engine/load/row_runs.h"
#include "engine/load/load_weights.h"
#include "engine/spec/family.h"
#include "kernels/core/dtype.h"
#include "model_files.h"

using namespace halftone;
using namespace halftone::test;
namespace fs = std::filesystem;

namespace {

std::vector<std::int64_t> rows_of(const RowRuns& runs, std::int64_t count) {
  std::vector<std::int64_t> rows;
  for (std::int64_t r = 0; r < count; ++r) rows.push_back(runs.stored_row(r));
  return rows;
}

std::vector<float> values(const Checkpoint& c, const WeightEntry& entry, std::int64_t begin, std::int64_t end) {
  std::vector<float> out(static_cast<std::size_t>((end - begin) * entry.columns));
  if (!c.source->read(entry, begin, end, out.data())) out.clear();
  return out;
}

// A GPT-2 of one layer with an MLP of 700: number (k, n) of a stored (K, N) matrix is k + n/1024.
constexpr int kWidth = 8, kMlp = 700, kVocabulary = 5, kPositions = 6;

std::vector<SafeTensor> gpt2_tensors(const std::string& dtype) {
  std::vector<SafeTensor> tensors;
  const auto add = [&](const std::string& name, std::vector<std::int64_t> shape) {
    const std::int64_t rows = shape.size() == 2 ? shape[0] : 1, columns = shape.back();
    SafeTensor tensor{name, dtype, shape, {}};
    for (std::int64_t k = 0; k < rows; ++k) {
      for (std::int64_t n = 0; n < columns; ++n) {
        const float value = static_cast<float>(k) + static_cast<float>(n) / 1024;
        tensor.data += dtype == "F32" ? bytes_of(value) : bytes_of(BF16::from_float(value).bits);
      }
    }
    tensors.push_back(std::move(tensor));
  };
  add("wte.weight", {kVocabulary, kWidth});
  add("wpe.weight", {kPositions, kWidth});
  for (const std::string norm : {"h.0.ln_1", "h.0.ln_2", "ln_f"}) add(norm + ".weight", {kWidth}), add(norm + ".bias", {kWidth});
  const std::pair<std::string, std::pair<int, int>> matrices[] = {{"h.0.attn.c_attn", {kWidth, 3 * kWidth}}, {"h.0.attn.c_proj", {kWidth, kWidth}},
                                                                  {"h.0.mlp.c_fc", {kWidth, kMlp}}, {"h.0.mlp.c_proj", {kMlp, kWidth}}};
  for (const auto& [name, shape] : matrices) add(name + ".weight", {shape.first, shape.second}), add(name + ".bias", {shape.second});
  add("h.0.attn.bias", {kPositions});  // published files hold the causal mask under such a name
  return tensors;
}

constexpr char kGpt2[] = R"({"model_type": "gpt2", "n_embd": 8, "n_layer": 1, "n_head": 2, "n_inner": 700, "n_positions": 6, "vocab_size": 5})";

}  // namespace

class FusedWeightsTest : public QObject {
  Q_OBJECT

 private slots:
  void row_runs() {
    using Rows = std::vector<std::int64_t>;
    const std::vector<std::int64_t> sizes = {8, 4, 4};  // 4 query heads and 2 kv heads of 2
    const auto joined = row_runs_of(Packing::concatenated, sizes, 2);
    QCOMPARE(rows_of(joined[0], 8), (Rows{0, 1, 2, 3, 4, 5, 6, 7}));
    QCOMPARE(rows_of(joined[1], 4), (Rows{8, 9, 10, 11}));
    QCOMPARE(rows_of(joined[2], 4), (Rows{12, 13, 14, 15}));
    const auto grouped = row_runs_of(Packing::grouped, sizes, 2);
    QCOMPARE(rows_of(grouped[0], 8), (Rows{0, 1, 2, 3, 8, 9, 10, 11}));
    QCOMPARE(rows_of(grouped[1], 4), (Rows{4, 5, 12, 13}));
    QCOMPARE(rows_of(grouped[2], 4), (Rows{6, 7, 14, 15}));
    // Runs cover the rows in order, none of them twice, wherever a reader begins.
    for (std::int64_t begin = 0; begin < 8; ++begin) {
      Rows seen;
      grouped[0].for_each_run(begin, 8, [&](std::int64_t stored, std::int64_t row, std::int64_t count) {
        QCOMPARE(row, begin + static_cast<std::int64_t>(seen.size()));
        for (std::int64_t i = 0; i < count; ++i) seen.push_back(stored + i);
      });
      const Rows all = rows_of(grouped[0], 8);
      QCOMPARE(seen, Rows(all.begin() + begin, all.end()));
    }
  }

  void names() {
    const auto first = [](const NameMap& names, WeightKey key) { return file_name_of(names, key); };
    QCOMPARE(first(hugging_face_names("llama"), {WeightRole::query_bias, 3}), "model.layers.3.self_attn.q_proj.bias");
    QCOMPARE(first(hugging_face_names("bloom"), {WeightRole::key, 0}), "transformer.h.0.self_attention.query_key_value.weight");
    QCOMPARE(first(hugging_face_names("mpt"), {WeightRole::mlp_norm, 11}), "transformer.blocks.11.norm_2.weight");
    QCOMPARE(first(gguf_names("phi3"), {WeightRole::gate, 1}), "blk.1.ffn_up.weight");
    QCOMPARE(first(gguf_names("llama"), {WeightRole::gate, 1}), "blk.1.ffn_gate.weight");
    const auto bare = tensor_names(hugging_face_names("gpt2"), {WeightRole::value, 2});
    QCOMPARE(bare.size(), 2u);
    QCOMPARE(bare[1].name, "h.2.attn.c_attn.weight");
    QCOMPARE(bare[1].part, 2);
    // Every family has a name for every weight that its kind can have; a family without a map of its own is a llama.
    for (const Family& family : families())
      for (const WeightRole role : {WeightRole::token_embedding, WeightRole::attention_norm, WeightRole::query, WeightRole::key, WeightRole::value,
                                    WeightRole::attention_out, WeightRole::up, WeightRole::down, WeightRole::lm_head}) {
        if (!family.model_type.empty()) QVERIFY(!tensor_names(hugging_face_names(family.name), {role, 0}).empty());
        if (!family.architecture.empty()) QVERIFY(!tensor_names(gguf_names(family.architecture), {role, 0}).empty());
      }
  }

  void transposed_matrices_are_turned_band_by_band_data() {
    QTest::addColumn<QString>("dtype");
    QTest::newRow("f32") << "F32";
    QTest::newRow("bf16") << "BF16";
  }
  void transposed_matrices_are_turned_band_by_band() {
    QFETCH(QString, dtype);
    const auto stored = [&](float value) { return dtype == "F32" ? value : BF16::from_float(value).to_float(); };
    Folder folder;
    folder.write("config.json", kGpt2);
    folder.write("model.safetensors", safetensors_bytes(gpt2_tensors(dtype.toStdString())));
    const auto checkpoint = open_checkpoint(folder.path());
    QVERIFY2(checkpoint, checkpoint ? "" : checkpoint.error().cause.english.c_str());
    QCOMPARE(checkpoint->ignored, std::vector<std::string>{"h.0.attn.bias"});

    // What each weight's number (row, k) is by the file's own order: its rows are the stored columns from `first` on.
    const auto expected = [&](const WeightEntry& entry, std::int64_t row, std::int64_t k) {
      const auto at = [&](std::int64_t first) { return stored(static_cast<float>(k) + static_cast<float>(first + row) / 1024); };
      const auto number = [&](std::int64_t first) { return stored(static_cast<float>(first + k) / 1024); };
      switch (entry.key.role) {
        case WeightRole::key: return at(kWidth);
        case WeightRole::value: return at(2 * kWidth);
        case WeightRole::query:
        case WeightRole::attention_out:
        case WeightRole::up:
        case WeightRole::down: return at(0);
        case WeightRole::key_bias: return number(kWidth);
        case WeightRole::value_bias: return number(2 * kWidth);
        default: return entry.rows == 1 ? number(0) : stored(static_cast<float>(row) + static_cast<float>(k) / 1024);
      }
    };
    for (const WeightEntry& entry : checkpoint->weights) {
      for (const auto& [begin, end] : {std::pair{std::int64_t{0}, entry.rows}, {entry.rows / 3, entry.rows / 3 + 1}, {entry.rows / 2, entry.rows}}) {
        const auto read = values(*checkpoint, entry, begin, end);
        QCOMPARE(std::ssize(read), (end - begin) * entry.columns);
        for (std::int64_t row = begin; row < end; ++row)
          for (std::int64_t k = 0; k < entry.columns; ++k) {
            const float value = read[static_cast<std::size_t>((row - begin) * entry.columns + k)];
            if (value != expected(entry, row, k))
              QFAIL(qPrintable(QString("%1 (%2, %3): %4, expected %5").arg(to_string(entry.key).c_str()).arg(row).arg(k).arg(value, 0, 'g', 9).arg(expected(entry, row, k), 0, 'g', 9)));
          }
      }
    }

    // As the engine loads it: many threads, panel by panel.
    const WeightPlan plan = plan_weights(*checkpoint, Precision::f32, WeightLayout::row_major);
    std::map<WeightKey, std::vector<float>> loaded;
    ThreadPool pool(4);
    QVERIFY(load_weights(
        plan, *checkpoint,
        [&](const PlannedWeight& weight) {
          auto& room = loaded[weight.entry.key];
          room.resize(static_cast<std::size_t>(weight.bytes) / sizeof(float));
          return reinterpret_cast<std::byte*>(room.data());
        },
        pool, {}, {}));
    for (const PlannedWeight& weight : plan.weights)
      for (std::int64_t i = 0; i < weight.entry.rows * weight.entry.columns; ++i)
        QCOMPARE(loaded[weight.entry.key][static_cast<std::size_t>(i)], expected(weight.entry, i / weight.entry.columns, i % weight.entry.columns));
  }

  void wrong_shapes_are_named_data() {
    QTest::addColumn<QString>("tensor");
    QTest::addColumn<QList<qint64>>("shape");
    QTest::addColumn<QString>("says");
    QTest::newRow("not transposed") << "h.0.attn.c_attn.weight" << QList<qint64>{24, 8} << "(24, 8), but the model's settings ask for (8, 24)";
    QTest::newRow("a head short") << "h.0.attn.c_attn.weight" << QList<qint64>{8, 20} << "ask for (8, 24)";
    QTest::newRow("bias of the queries alone") << "h.0.attn.c_attn.bias" << QList<qint64>{8} << "ask for (24)";
    QTest::newRow("positions") << "wpe.weight" << QList<qint64>{7, 8} << "ask for (6, 8)";
    QTest::newRow("gone") << "h.0.mlp.c_fc.weight" << QList<qint64>{} << "'transformer.h.0.mlp.c_fc.weight' is missing";
  }
  void wrong_shapes_are_named() {
    QFETCH(QString, tensor);
    QFETCH(QList<qint64>, shape);
    QFETCH(QString, says);
    auto tensors = gpt2_tensors("F32");
    const auto place = std::ranges::find(tensors, tensor.toStdString(), &SafeTensor::name);
    if (shape.empty()) {
      tensors.erase(place);
    } else {
      place->shape.assign(shape.begin(), shape.end());
      std::size_t bytes = 4;
      for (const qint64 n : shape) bytes *= static_cast<std::size_t>(n);
      place->data.resize(bytes);
    }
    Folder folder;
    folder.write("config.json", kGpt2);
    folder.write("model.safetensors", safetensors_bytes(tensors));
    const auto checkpoint = open_checkpoint(folder.path());
    QVERIFY(!checkpoint);
    QVERIFY(checkpoint.error().kind == ErrorKind::malformed);
    QVERIFY2(checkpoint.error().cause.english.find(says.toStdString()) != std::string::npos, checkpoint.error().cause.english.c_str());
  }

  // Both containers of a golden checkpoint hold the same numbers, but for what converters change: they give the same weights. Left
  // out is who rotates other pairs in each: the rows of their queries and keys come in another order.
  void folder_and_gguf_hold_the_same_weights() {
    int pairs = 0;
    for (const auto& entry : fs::directory_iterator(SOURCE_DIR "/tests/golden/families")) {
      if (!fs::exists(entry.path() / "model.gguf")) continue;
      const auto hf = open_checkpoint(entry.path()), gguf = open_checkpoint(entry.path() / "model.gguf");
      QVERIFY(hf && gguf);
      const auto pairing = [](const Checkpoint& checkpoint) {
        const auto* rope = std::get_if<RopeParams>(&checkpoint.spec.layers.front().attention.position);
        return rope ? rope->pairing : RopePairing::half;
      };
      if (pairing(*hf) != pairing(*gguf) || hf->stored_format != gguf->stored_format) continue;
      ++pairs;
      QCOMPARE(hf->weights.size(), gguf->weights.size());
      for (std::size_t i = 0; i < hf->weights.size(); ++i) {
        const WeightEntry &a = hf->weights[i], &b = gguf->weights[i];
        QVERIFY(a.key == b.key);
        auto left = values(*hf, a, 0, a.rows), right = values(*gguf, b, 0, b.rows);
        if (a.rows == 1 && !is_bias(a.key.role))
          for (float& value : left) value += hf->spec.final_norm.weight_offset;
        QVERIFY2(left == right, qPrintable(QString("%1: %2").arg(entry.path().filename().c_str()).arg(to_string(a.key).c_str())));
      }
    }
    QVERIFY(pairs >= 14);
  }
};

QTEST_APPLESS_MAIN(FusedWeightsTest)
#include "fused_weights_test.moc"
