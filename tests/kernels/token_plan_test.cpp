// How a token's work is divided (kernels/cuda/token/plan.h): nothing overlaps, everything fits, every number has one owner. On shapes of
// today's models and devices of several sizes; no GPU is needed.
#include <QTest>

#include "kernels/cuda/token/plan.h"
#include "kernels/cuda/token/stage_shapes.h"
#include "kernels/formats/kv_format.h"

using namespace halftone;
using namespace halftone::cuda::token;

namespace {

constexpr int kSharedPerBlock = 232448;  // of 9.0
const StageShape kBf16 = *stage_of(Format::bf16), kInt8 = *stage_of(Format::int8), kInt4 = *stage_of(Format::int4_g64),
                 kInt3 = *stage_of(Format::int3), kInt2 = *stage_of(Format::int2), kQ2K = *stage_of(Format::q2_k),
                 kQ4K = *stage_of(Format::q4_k), kQ5K = *stage_of(Format::q5_k), kQ6K = *stage_of(Format::q6_k);
// The layers' first, lm_head's last.
const std::vector<StageShape> kFormats[] = {{kBf16},        {kInt8},      {kInt4, kInt8}, {kInt3, kInt8},
                                            {kInt2, kInt8}, {kQ4K, kQ6K}, {kQ2K, kQ6K},   {kQ6K, kQ5K, kQ6K}};

StageShapes shapes_of(const std::vector<StageShape>& all) {
  StageShapes shapes;
  for (const StageShape& shape : all) shapes.add(shape);
  return shapes;
}

struct Geometry {
  const char* name;
  int width, heads, kv_heads, head_width, mlp_width, vocabulary;
  bool gated = true, norms_behind = false;
};
constexpr Geometry kGeometries[] = {
    {"Llama 3 8B", 4096, 32, 8, 128, 14336, 128256},
    {"Llama 2 7B", 4096, 32, 32, 128, 11008, 32000},
    {"TinyLlama", 2048, 32, 4, 64, 5632, 32000},
    {"Llama 3.2 3B", 3072, 24, 8, 128, 8192, 128256},
    {"Qwen 2.5 7B", 3584, 28, 4, 128, 18944, 152064},
    {"Qwen 2.5 0.5B", 896, 14, 2, 64, 4864, 151936},
    {"OctoCoder", 6144, 48, 1, 128, 24576, 49152, false},
    {"very wide", 9216, 8, 2, 128, 1024, 512},
    {"Gemma 2 9B", 3584, 16, 8, 256, 14336, 256000, true, true},
    {"Gemma 2 2B", 2304, 8, 4, 256, 9216, 256000, true, true},
    {"Gemma 3 270M", 640, 4, 1, 256, 2048, 262144, true, true},
    {"demo", 256, 4, 2, 64, 768, 2048},
};

Shape shape_of(const Geometry& g) {
  Shape shape;
  shape.layers = 2, shape.width = g.width, shape.heads = g.heads, shape.kv_heads = g.kv_heads, shape.head_width = g.head_width;
  shape.mlp_width = g.mlp_width, shape.vocabulary = g.vocabulary, shape.gated = g.gated;
  shape.norms_behind = g.norms_behind;
  return shape;
}

// A plan for weights of these shapes, a cache in f16, a device with 132 multiprocessors.
std::string_view plan_of(const Shape& s, const StageShapes& shapes, Plan& plan) {
  return make_plan(s, shapes, 0, 2 * s.head_width, 132, kSharedPerBlock, plan);
}

}  // namespace

class TokenPlanTest : public QObject {
  Q_OBJECT

 private slots:
  void nothingOverlapsAndAllFits_data() {
    QTest::addColumn<int>("geometry");
    QTest::addColumn<int>("format");
    QTest::addColumn<int>("multiprocessors");
    for (int g = 0; g < static_cast<int>(std::size(kGeometries)); ++g)
      for (int format = 0; format < static_cast<int>(std::size(kFormats)); ++format)
        for (const int multiprocessors : {132, 114, 66})
          QTest::addRow("%s %d on %d", kGeometries[g].name, format, multiprocessors) << g << format << multiprocessors;
  }
  void nothingOverlapsAndAllFits() {
    QFETCH(int, geometry);
    QFETCH(int, format);
    QFETCH(int, multiprocessors);
    const StageShapes shapes = shapes_of(kFormats[format]);
    const Shape s = shape_of(kGeometries[geometry]);
    Plan plan;
    const int head = shapes.index_of(kFormats[format].back());
    for (const KvFormat cache : {KvFormat::f16, KvFormat::int8, KvFormat::int4}) {
      const auto row_bytes = static_cast<int>(info(cache).row_bytes(s.head_width));
      const std::string_view why = make_plan(s, shapes, head, row_bytes, multiprocessors, kSharedPerBlock, plan);
      QVERIFY2(why.empty(), std::string(why).c_str());
      const int tokens = 1 << plan.log_stage_tokens;  // of the cache in a stage: keys and values
      QVERIFY(plan.stage_bytes >= 2 * tokens * row_bytes && tokens % 16 == 0 &&
              tokens / 16 * (s.head_width / part_of(s.head_width)) <= kWarps / 2);
      QCOMPARE(std::min(tokens, kPageTokens) * row_bytes % 16, 0);  // what a copy takes
      QVERIFY(plan.page_window >= plan.window && plan.page_window < plan.stages);
      QVERIFY(plan.idle_page_window >= 1 && plan.idle_page_window <= plan.page_window);
    }

    QVERIFY(plan.blocks <= multiprocessors && plan.blocks % 4 == 0);
    QVERIFY(plan.shared_bytes <= kSharedPerBlock);
    QVERIFY(plan.sums_at >= kFixedBytes + plan.x_bytes + plan.mlp_bytes && plan.sums_at % 16 == 0);
    QVERIFY(plan.residual_at >= plan.sums_at + kTileBuffers * kWarps * kTileStride * 4 && plan.residual_at % 16 == 0);
    QVERIFY(plan.ring_at >= plan.residual_at + (s.norms_behind ? s.width * 4 : 0) && plan.ring_at % 1024 == 0);
    QCOMPARE(plan.shared_bytes, plan.ring_at + plan.stages * plan.stage_bytes);
    QVERIFY(plan.stages >= 4 && plan.stages % 2 == 0 && plan.stages <= kMaxStages);
    QVERIFY(plan.stage_bytes % 1024 == 0);
    for (const StageShape& shape : kFormats[format]) {
      QVERIFY(plan.stage_bytes >= shape.bytes());
      QVERIFY(plan.padded(s.width) >= s.width && plan.padded(s.width) % shape.columns() == 0);
      QVERIFY(shape.stages(s.width) * shape.columns() >= s.width);
    }
    QVERIFY(plan.idle_window >= 1 && plan.idle_window <= plan.window && plan.window < plan.stages);

    // Attention's states and what is joined lie over x and the MLP's numbers.
    const int scratch = plan.x_bytes + plan.mlp_bytes, states = kWarps * plan.tile_heads * std::min(s.head_width, kHeadPart) * 4;
    QVERIFY(scratch >= states + plan.splits * plan.joined_words * 4);
    const int bytes_of_x = plan.integers ? s.width + s.width / 32 * 8 : s.width * 4;
    QVERIFY(plan.x_bytes >= bytes_of_x && plan.x_bytes % 16 == 0);

    // Words: one part after the other, each at a multiple of 16 bytes.
    const Exchange& e = plan.exchange;
    const int attended = s.heads * s.head_width;
    const int starts[] = {e.qkv, e.parts, e.attended, e.middle, e.mlp, e.residual, e.words};
    const int sizes[] = {attended + 2 * s.kv_heads * s.head_width,
                         s.kv_heads * plan.head_tiles * plan.splits * plan.splits * plan.joined_words,
                         kCopies * attended / 2,
                         kCopies * s.width / 2,
                         kCopies * s.mlp_width / 2,
                         kCopies * s.width / 2};
    for (int i = 0; i < 6; ++i) QVERIFY2(starts[i] % 4 == 0 && starts[i + 1] >= starts[i] + sizes[i], qPrintable(QString::number(i)));
  }

  void everyNumberIsJoinedOnce() {
    for (const Geometry& geometry : kGeometries) {
      const Shape s = shape_of(geometry);
      Plan plan;
      QVERIFY(plan_of(s, shapes_of({kInt8}), plan).empty());
      QVERIFY(s.kv_heads * plan.head_tiles * plan.splits <= plan.blocks);
      QCOMPARE(1 << plan.log_splits, plan.splits);
      QVERIFY(plan.tile_heads * plan.head_tiles >= s.group());
      QCOMPARE(plan.joined_numbers * plan.splits, plan.tile_heads * s.head_width);
      QVERIFY(plan.joined_numbers % 2 == 0);  // numbers go out in pairs
      for (int i = 0; i < plan.tile_heads * s.head_width; ++i) QCOMPARE(plan.joiner_of(i), i / plan.joined_numbers);
    }
  }

  void keepsShapesApart() {
    StageShapes shapes = shapes_of({kQ4K, kQ6K, kQ4K});
    QCOMPARE(shapes.count, 2);
    QCOMPARE(shapes.index_of(kQ6K), 1);
    QCOMPARE(shapes.index_of(kInt8), -1);
    StageShape other = kInt4;
    for (other.header_bytes = 0; shapes.count < kMaxShapes; other.header_bytes += 16) QVERIFY(shapes.add(other));
    QVERIFY(!shapes.add(kInt8) && shapes.add(kQ6K) && shapes.count == kMaxShapes);
    Plan plan;
    QVERIFY(!plan_of(shape_of(kGeometries[0]), shapes_of({kBf16, kInt8}), plan).empty());
  }

  void saysWhyThereIsNone() {
    const auto why = [](auto change) {
      Shape s = shape_of(kGeometries[0]);
      change(s);
      Plan plan;
      return plan_of(s, shapes_of({kInt8}), plan);
    };
    QVERIFY(why([](Shape&) {}).empty());
    QVERIFY(!why([](Shape& s) { s.width = 4100; }).empty());
    QVERIFY(!why([](Shape& s) { s.head_width = 96; }).empty());
    QVERIFY(why([](Shape& s) { s.width = 16384; }).empty());
    QVERIFY(!why([](Shape& s) { s.width = 1 << 17; }).empty());
    QVERIFY(!why([](Shape& s) { s.heads = s.kv_heads = 256; }).empty());
    QVERIFY(!why([](Shape& s) { s.mlp_width = 1 << 20; }).empty());
  }
};

QTEST_GUILESS_MAIN(TokenPlanTest)
#include "token_plan_test.moc"
