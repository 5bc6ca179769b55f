// Every precision in both layouts against an oracle made of the format's own scalar decode; cancellation, progress, damaged weights,
// and files that change while they are read.
#include <QtTest>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <thread>

#include "engine/load/checkpoint.h"
#include "engine/load/load_weights.h"
#include "kernels/core/dtype.h"
#include "kernels/cpu/quantise.h"
#include "kernels/layouts/panel.h"
#include "model_files.h"

using namespace halftone;
using namespace halftone::test;

namespace {

struct Loaded {
  struct Free {
    void operator()(std::byte* p) const { std::free(p); }
  };
  std::vector<std::unique_ptr<std::byte, Free>> memory;

  WeightAllocator allocator() {
    return [this](const PlannedWeight& weight) {
      memory.emplace_back(static_cast<std::byte*>(std::aligned_alloc(64, static_cast<std::size_t>((weight.bytes + 63) / 64 * 64))));
      std::memset(memory.back().get(), 0xAB, static_cast<std::size_t>(weight.bytes));
      return memory.back().get();
    };
  }
};

std::vector<float> decode_row(const PlannedWeight& weight, const std::byte* data, std::int64_t row) {
  const WeightEntry& entry = weight.entry;
  const FormatInfo& format = info(weight.format);
  const std::int64_t groups = (entry.columns + format.group - 1) / format.group;
  std::vector<float> values(static_cast<std::size_t>(groups * format.group));
  if (weight.layout == WeightLayout::panels)
    unpack_row({weight.format, weight.layout, data, entry.rows, entry.columns}, row, values.data());
  else
    format.decode(data + row * format.row_bytes(entry.columns), values.data(), groups);
  values.resize(static_cast<std::size_t>(entry.columns));
  return values;
}

// What row `row` should be: the source's floats through the target format once.
std::vector<float> expected_row(const Checkpoint& checkpoint, const PlannedWeight& weight, std::int64_t row) {
  const WeightEntry& entry = weight.entry;
  std::vector<float> floats(static_cast<std::size_t>(entry.columns));
  if (!checkpoint.source->read(entry, row, row + 1, floats.data())) return {};
  if (weight.format == entry.stored) return floats;
  const FormatInfo& format = info(weight.format);
  std::vector<std::byte> blocks(static_cast<std::size_t>(format.row_bytes(entry.columns)));
  cpu::quantise(weight.format, floats.data(), 1, entry.columns, blocks.data());
  PlannedWeight one = weight;
  one.layout = WeightLayout::row_major;
  return decode_row(one, blocks.data(), 0);
}

}  // namespace

class LoadWeightsTest : public QObject {
  Q_OBJECT

  static void verify_loaded(const Checkpoint& checkpoint, Precision precision, WeightLayout layout) {
    const WeightPlan plan = plan_weights(checkpoint, precision, layout);
    Loaded loaded;
    ThreadPool pool(2);
    const auto result = load_weights(plan, checkpoint, loaded.allocator(), pool, {}, {});
    QVERIFY2(result, result ? "" : result.error().cause.english.c_str());
    for (std::size_t w = 0; w < plan.weights.size(); ++w)
      for (std::int64_t row = 0; row < plan.weights[w].entry.rows; ++row)
        if (decode_row(plan.weights[w], loaded.memory[w].get(), row) != expected_row(checkpoint, plan.weights[w], row))
          QFAIL(qPrintable(QString("%1 row %2").arg(plan.weights[w].entry.stored_name.c_str()).arg(row)));
  }

 private slots:
  void every_precision_in_both_layouts_data() {
    QTest::addColumn<int>("precision");
    QTest::addColumn<int>("layout");
    for (int p = 0; p <= static_cast<int>(Precision::int2); ++p)
      for (int layout = 0; layout < 2; ++layout)
        QTest::addRow("%s %s", to_string(static_cast<Precision>(p)).data(), layout ? "panels" : "row-major") << p << layout;
  }
  void every_precision_in_both_layouts() {
    QFETCH(int, precision);
    QFETCH(int, layout);
    verify_loaded(random_checkpoint("test-tiny").value(), static_cast<Precision>(precision), static_cast<WeightLayout>(layout));
  }

  // F32 from safetensors with a vocabulary that is no multiple of 16 and a width that is no multiple of every group.
  void from_files_of_every_stored_format_data() {
    QTest::addColumn<int>("type");
    QTest::addColumn<int>("format");
    QTest::newRow("F32") << 0 << static_cast<int>(Format::f32);
    QTest::newRow("F16") << 1 << static_cast<int>(Format::f16);
    QTest::newRow("BF16") << 30 << static_cast<int>(Format::bf16);
    QTest::newRow("Q4_0") << 2 << static_cast<int>(Format::q4_0);
    QTest::newRow("Q4_1") << 3 << static_cast<int>(Format::q4_1);
    QTest::newRow("Q8_0") << 8 << static_cast<int>(Format::q8_0);
  }
  void from_files_of_every_stored_format() {
    QFETCH(int, type);
    QFETCH(int, format);
    const SmallLlama model;
    GgufImage image = model.gguf();
    const FormatInfo& stored = info(static_cast<Format>(format));
    for (std::size_t i = 0; i < image.tensors.size(); ++i) {
      const auto& values = model.weights[i].values;
      if (image.tensors[i].dims.size() != 2) continue;
      std::string blocks(values.size() / static_cast<std::size_t>(stored.group) * static_cast<std::size_t>(stored.block_bytes), '\0');
      stored.encode(values.data(), reinterpret_cast<std::byte*>(blocks.data()), static_cast<std::int64_t>(values.size()) / stored.group);
      image.tensors[i].type = static_cast<std::uint32_t>(type);
      image.tensors[i].data = blocks;
    }
    const Folder folder;
    const Checkpoint checkpoint = open_checkpoint(folder.write("m.gguf", image.bytes())).value();
    QVERIFY(checkpoint.stored_format == stored.format);
    for (const Precision precision :
         {Precision::automatic, Precision::f32, Precision::bf16, Precision::int8, Precision::int4, Precision::int2})
      for (const WeightLayout layout : {WeightLayout::row_major, WeightLayout::panels}) verify_loaded(checkpoint, precision, layout);
  }

  void formats_follow_the_roles() {
    const Checkpoint c = random_checkpoint("test-tiny").value();
    const auto format_of = [&](Precision precision, WeightRole role) {
      for (const PlannedWeight& weight : plan_weights(c, precision, WeightLayout::panels).weights)
        if (weight.entry.key.role == role) return weight;
      return PlannedWeight{};
    };
    using enum WeightRole;
    QVERIFY(format_of(Precision::automatic, query).format == Format::bf16);
    QVERIFY(format_of(Precision::int4, query).format == Format::int4_g64);
    QVERIFY(format_of(Precision::int4, token_embedding).format == Format::int8);
    QVERIFY(format_of(Precision::int2, lm_head).format == Format::int8);
    QVERIFY(format_of(Precision::f16, lm_head).format == Format::f16);
    QVERIFY(format_of(Precision::int2, attention_norm).format == Format::f32);
    QVERIFY(format_of(Precision::int2, attention_norm).layout == WeightLayout::row_major);
    QVERIFY(format_of(Precision::int2, down).layout == WeightLayout::panels);
    for (int p = 0; p <= static_cast<int>(Precision::int2); ++p)
      QVERIFY(parse_precision(to_string(static_cast<Precision>(p))).value() == static_cast<Precision>(p));
    QVERIFY(parse_precision("int5").error().kind == ErrorKind::invalid_argument);
  }

  void progress_rises_to_the_end() {
    const Checkpoint c = random_checkpoint("test-tiny").value();
    const WeightPlan plan = plan_weights(c, Precision::int4, WeightLayout::panels);
    Loaded loaded;
    ThreadPool pool(3);
    std::int64_t last = -1, calls = 0;
    bool rises = true, here = true;
    const auto caller = std::this_thread::get_id();
    const auto progress = [&](std::int64_t done, std::int64_t total) {
      rises &= done >= last && done <= total && total == plan.bytes();
      here &= std::this_thread::get_id() == caller;
      last = done;
      ++calls;
    };
    QVERIFY(load_weights(plan, c, loaded.allocator(), pool, progress, {}));
    QVERIFY(rises && here);
    QVERIFY(calls >= 2);
    QCOMPARE(last, plan.bytes());
  }

  void stops_when_asked() {
    const Checkpoint c = random_checkpoint("test-tiny").value();
    const WeightPlan plan = plan_weights(c, Precision::int4, WeightLayout::panels);
    Loaded loaded;
    ThreadPool pool(2);
    std::stop_source stop;
    std::int64_t last = 0;
    const auto progress = [&](std::int64_t done, std::int64_t) {
      last = done;
      stop.request_stop();
    };
    const auto result = load_weights(plan, c, loaded.allocator(), pool, progress, stop.get_token());
    QVERIFY(!result);
    QVERIFY(result.error().kind == ErrorKind::cancelled);
    QVERIFY(last < plan.bytes());
  }

  void names_a_weight_that_is_no_number_data() {
    QTest::addColumn<int>("precision");
    QTest::newRow("as stored") << static_cast<int>(Precision::automatic);
    QTest::newRow("quantised") << static_cast<int>(Precision::int4);
  }
  void names_a_weight_that_is_no_number() {
    QFETCH(int, precision);
    for (const float bad : {std::numeric_limits<float>::quiet_NaN(), -std::numeric_limits<float>::infinity()}) {
      GgufImage image = SmallLlama().gguf();
      image.tensor("blk.1.ffn_up.weight").data.replace(20 * 64 * 4, 4, bytes_of(bad));
      const Folder folder;
      const Checkpoint c = open_checkpoint(folder.write("m.gguf", image.bytes())).value();
      Loaded loaded;
      ThreadPool pool(2);
      const auto result =
          load_weights(plan_weights(c, static_cast<Precision>(precision), WeightLayout::panels), c, loaded.allocator(), pool, {}, {});
      QVERIFY(!result);
      QVERIFY2(result.error().cause.english.find("'blk.1.ffn_up.weight'") != std::string::npos, result.error().cause.english.c_str());
      QVERIFY2(result.error().cause.english.find("16 to 31") != std::string::npos, result.error().cause.english.c_str());
    }
  }

  void a_scale_that_is_no_number_is_found() {
    GgufImage image = SmallLlama().gguf();
    GgufTensor& tensor = image.tensor("blk.0.attn_q.weight");
    tensor.type = 8;
    tensor.data = std::string(64 * 2 * 34, '\0');
    tensor.data.replace(34 * 9, 2, bytes_of<std::uint16_t>(0x7E00));
    const Folder folder;
    const Checkpoint c = open_checkpoint(folder.write("m.gguf", image.bytes())).value();
    Loaded loaded;
    ThreadPool pool(2);
    const auto result = load_weights(plan_weights(c, Precision::automatic, WeightLayout::panels), c, loaded.allocator(), pool, {}, {});
    QVERIFY(!result && result.error().cause.english.find("attn_q") != std::string::npos);
  }

  void refuses_f16_for_what_does_not_fit() {
    GgufImage image = SmallLlama().gguf();
    image.tensor("blk.0.attn_q.weight").data.replace(0, 4, bytes_of(70'000.0f));
    const Folder folder;
    const Checkpoint c = open_checkpoint(folder.write("m.gguf", image.bytes())).value();
    Loaded loaded;
    ThreadPool pool(2);
    const auto result = load_weights(plan_weights(c, Precision::f16, WeightLayout::panels), c, loaded.allocator(), pool, {}, {});
    QVERIFY(!result && result.error().kind == ErrorKind::unsupported);
    QVERIFY(load_weights(plan_weights(c, Precision::bf16, WeightLayout::panels), c, loaded.allocator(), pool, {}, {}));
  }

  void a_file_that_changes_while_loading_is_an_error() {
    const Folder folder;
    const auto path = folder.write("m.gguf", SmallLlama().gguf().bytes());
    const auto load = [&](const std::function<void()>& meddle) {
      folder.write("m.gguf", SmallLlama().gguf().bytes());
      const Checkpoint c = open_checkpoint(path).value();
      const WeightPlan plan = plan_weights(c, Precision::bf16, WeightLayout::panels);
      Loaded loaded;
      ThreadPool pool(2);
      bool meddled = false;
      return load_weights(plan, c, loaded.allocator(), pool,
                          [&](std::int64_t, std::int64_t) {
                            if (!std::exchange(meddled, true)) meddle();
                          },
                          {});
    };
    QVERIFY(load([] {}));
    const auto truncated = load([&] { std::filesystem::resize_file(path, 5000); });
    QVERIFY(!truncated && truncated.error().kind == ErrorKind::io);
    const auto replaced = load([&] {
      const auto other = folder.write("other", SmallLlama().gguf().bytes());
      std::filesystem::rename(other, path);
    });
    QVERIFY(!replaced && replaced.error().kind == ErrorKind::io);
  }
};

QTEST_APPLESS_MAIN(LoadWeightsTest)
#include "load_weights_test.moc"
