// Fused launches give what the ops give one after the other: both are run on symbols, where what a launch does not write is lost.
#include "engine/backend/fusion.h"

#include <QTest>
#include <array>
#include <string>

#include "engine/model/layer.h"

using namespace halftone;

namespace {

// What every operand holds, and every layer's cache, as a text of how it came about.
struct Symbols {
  std::array<std::string, kOperands> operands;
  std::string cache;
  std::string& operator[](Operand o) { return operands[static_cast<std::size_t>(o)]; }
  void lose(Operand o) { (*this)[o] = "lost"; }
};

std::string name_of(const WeightView& weight) { return std::to_string(reinterpret_cast<std::uintptr_t>(weight.data)); }

struct Run {
  Symbols s;

  void operator()(const EmbedOp& o) { s[o.out] = "embedded"; }
  std::string normed(const NormOp& o) {
    return "norm" + std::to_string(reinterpret_cast<std::uintptr_t>(o.weights.weight.data)) + "(" + s[o.x] + ")";
  }
  void operator()(const NormOp& o) { s[o.out] = (o.accumulate ? s[o.out] + "+" : "") + normed(o); }
  void project(const ProjectOp& o, const std::string& x, Operand y) {
    s[y] = (o.accumulate ? s[y] + "+" : "") + name_of(o.weight) + "(" + x + ")";
  }
  void operator()(const ProjectOp& o) { project(o, s[o.x], o.y); }
  void operator()(const CapOp& o) { s[o.x] = "cap(" + s[o.x] + ")"; }
  void operator()(const AddOp& o) { s[o.out] += "+" + s[o.x]; }
  void operator()(const RopeOp& o) { s[o.x] = (o.growth.rate > 0 ? "grown(" : "rope(") + s[o.x] + ")"; }
  void operator()(const StoreOp& o) { s.cache += std::to_string(o.layer) + ":" + s[Operand::key] + "," + s[Operand::value] + ";"; }
  void operator()(const AttendOp& o) {
    s[Operand::attended] = "attend" + std::to_string(o.layer) + "(" + s[Operand::query] + s.cache + ")";
  }
  void operator()(const GluOp& o) { s[Operand::up] = "glu(" + (o.gated ? s[Operand::gate] + "," : "") + s[Operand::up] + ")"; }

  void operator()(const TokenOp* op) { std::visit(*this, *op); }
  void fused(const NormOp* norm, std::span<const ProjectOp* const> outputs) {
    const std::string x = norm ? normed(*norm) : s[outputs.front()->x];
    if (norm) s.lose(norm->out);
    for (const ProjectOp* o : outputs) project(*o, x, o->y);
  }
  void operator()(const FusedGemv& gemv) {
    fused(gemv.norm, gemv.outputs);
    if (!gemv.glu) return;
    (*this)(*gemv.glu);
    s.lose(Operand::gate);
  }
  void operator()(const GemvSequence& sequence) {
    for (const FusedGemv& step : sequence.steps) (*this)(step);
  }
  void operator()(const SharedGemms& gemms) { fused(gemms.norm, gemms.outputs); }
  void operator()(const GluGemm& both) {
    (*this)(*both.glu);
    (*this)(*both.down);
    s.lose(Operand::up);
  }
  void operator()(const RopeStore& both) {
    (*this)(*both.query);
    (*this)(*both.key);
    (*this)(*both.store);
    s.lose(Operand::key);
  }
};

struct Made {
  std::vector<LayerSpec> specs;
  std::vector<LayerWeights> weights;
  RopeFrequencies frequencies;
  TokenProgram program;
};

// Two layers of this kind; `mixed`: the value and the down projection are of another format than the rest.
std::unique_ptr<Made> program_of(const LayerSpec& spec, bool mixed) {
  auto made = std::make_unique<Made>();
  std::uintptr_t last = 0;
  const auto weight = [&](Format format = Format::q4_0) {
    return WeightView{format, WeightLayout::split, reinterpret_cast<const std::byte*>(++last), 64, 64};
  };
  const auto norm = [&] { return NormWeights{{reinterpret_cast<const float*>(++last * 4), {64}}, {}}; };
  for (int i = 0; i < 2; ++i) {
    LayerWeights w;
    w.attention_norm = norm(), w.mlp_norm = norm(), w.attention_post_norm = norm(), w.mlp_post_norm = norm();
    w.query_norm = norm().weight, w.key_norm = norm().weight;
    w.query = weight(), w.key = weight(), w.value = weight(mixed ? Format::q6_k : Format::q4_0), w.attention_out = weight();
    w.gate = weight(), w.up = weight(), w.down = weight(mixed ? Format::q6_k : Format::q4_0);
    made->weights.push_back(w);
  }
  TokenProgram& p = made->program;
  p.embedding.push_back(EmbedOp{.table = weight(), .position_table = {}});
  for (std::size_t i = 0; i < 2; ++i)
    p.layers.push_back(layer_ops(spec, made->weights[i], static_cast<std::int64_t>(i), 64, &made->frequencies, {}));
  p.logits.push_back(NormOp{spec.norm, norm(), Operand::residual, Operand::normed, 64});
  p.logits.push_back(ProjectOp{weight(), {}, Operand::normed, Operand::logits});
  return made;
}

Symbols by_ops(const TokenProgram& program) {
  Run run;
  const auto all = [&](const std::vector<TokenOp>& ops) {
    for (const TokenOp& op : ops) run(&op);
  };
  all(program.embedding);
  for (const auto& layer : program.layers) all(layer);
  all(program.logits);
  return run.s;
}

GemvLimits limits(bool chain, bool alone, std::size_t longest) {
  const auto alike = [](const FusedGemv& gemv) {
    for (const ProjectOp* o : gemv.outputs)
      if (o->weight.format != gemv.outputs.front()->weight.format) return false;
    return true;
  };
  return {.chained = [=](const FusedGemv& g) { return chain && alike(g) && g.outputs.front()->weight.format == Format::q4_0; },
          .alone = [=](const FusedGemv& g) { return alone && alike(g); },
          .longest = longest};
}

class FusionTest : public QObject {
  Q_OBJECT

 private slots:
  void sameNumbers_data();
  void sameNumbers();
  void aPlainLayerIsFewLaunches();
};

void FusionTest::sameNumbers_data() {
  QTest::addColumn<LayerSpec>("spec");
  QTest::addColumn<bool>("mixed");
  const auto add = [](NormPlace place, Residual residual, bool gated, bool rope, bool extras, bool mixed) {
    LayerSpec spec;
    if (extras && place == NormPlace::pre && residual == Residual::sequential) spec.residual_scale = 0.5f;
    spec.norm_place = place, spec.residual = residual;
    spec.attention = {.heads = 4, .kv_heads = 2, .head_width = 16, .position = {}};
    if (rope) spec.attention.position = RopeParams{.query_growth = {.rate = extras ? 0.1f : 0, .length = 64}};
    spec.attention.qk_norm = !extras ? QkNorm::none : gated ? QkNorm::head : QkNorm::whole;
    spec.attention.clip_qkv = extras ? 8.0f : 0.0f;
    spec.mlp = {.width = 64, .gated = gated};
    QTest::addRow("place %d residual %d gated %d rope %d extras %d mixed %d", int(place), int(residual), gated, rope, extras, mixed)
        << spec << mixed;
  };
  for (const bool gated : {false, true})
    for (const bool rope : {false, true})
      for (const bool extras : {false, true})
        for (const bool mixed : {false, true}) {
          for (const Residual residual : {Residual::sequential, Residual::parallel, Residual::parallel_shared_norm})
            add(NormPlace::pre, residual, gated, rope, extras, mixed);
          add(NormPlace::post, Residual::sequential, gated, rope, extras, mixed);
          add(NormPlace::sandwich, Residual::sequential, gated, rope, extras, mixed);
          add(NormPlace::after, Residual::sequential, gated, rope, extras, mixed);
        }
}

void FusionTest::sameNumbers() {
  QFETCH(LayerSpec, spec);
  QFETCH(bool, mixed);
  const auto made = program_of(spec, mixed);
  const TokenProgram& program = made->program;
  Symbols expected = by_ops(program);
  QVERIFY(expected[Operand::logits].size() > 500);

  for (const bool chain : {false, true})
    for (const bool alone : {false, true})
      for (const std::size_t longest : {std::size_t{1}, std::size_t{3}, std::size_t{8}}) {
        const GemvLimits device = limits(chain, alone, longest);
        Run run;
        for (const Launch& launch : fuse_one_token(program, device)) std::visit(run, launch);
        QCOMPARE(run.s[Operand::logits], expected[Operand::logits]);
        QCOMPARE(run.s.cache, expected.cache);
      }

  Run run;
  for (const TokenOp& op : program.embedding) run(&op);
  for (const auto& layer : program.layers)
    for (const Launch& launch : fuse_many_tokens(layer)) std::visit(run, launch);
  for (const TokenOp& op : program.logits) run(&op);
  QCOMPARE(run.s[Operand::logits], expected[Operand::logits]);
  QCOMPARE(run.s.cache, expected.cache);
}

// What a llama's token is launched as: between attentions one sequence, o, gate and up, down, and the next layer's q k v.
void FusionTest::aPlainLayerIsFewLaunches() {
  LayerSpec spec;
  spec.attention = {.heads = 4, .kv_heads = 2, .head_width = 16, .position = {}};
  spec.attention.position = RopeParams{};
  spec.mlp = {.width = 64};
  const auto made = program_of(spec, false);

  const auto one = fuse_one_token(made->program, limits(true, true, 8));
  // embed; q k v; rope and store, attention; (o, gate and up, down, q k v); rope and store, attention; (o, gate and up, down); norm,
  // lm_head
  QCOMPARE(one.size(), std::size_t{10});
  QCOMPARE(std::get<GemvSequence>(one[1]).steps.size(), std::size_t{1});
  QCOMPARE(std::get<GemvSequence>(one[4]).steps.size(), std::size_t{4});
  QVERIFY(std::get<GemvSequence>(one[4]).steps[1].glu);
  QVERIFY(std::get<GemvSequence>(one[4]).steps[3].norm);
  QCOMPARE(std::get<GemvSequence>(one[7]).steps.size(), std::size_t{3});

  const auto many = fuse_many_tokens(made->program.layers[0]);
  QCOMPARE(many.size(), std::size_t{6});  // q k v; rope and store; attention; o; gate and up; glu and down
  QVERIFY(std::get<SharedGemms>(many[0]).norm);
  QVERIFY(std::holds_alternative<GluGemm>(many[5]));
}

}  // namespace

QTEST_APPLESS_MAIN(FusionTest)
#include "fusion_test.moc"
