#include "engine/model/workspace.h"

#include <algorithm>

#include "engine/model/buffer_growth.h"
#include "engine/model/kv_layout.h"

namespace halftone {

namespace {

constexpr std::int64_t kAlignment = 256;

std::int64_t round_up(std::int64_t bytes, std::int64_t multiple) { return (bytes + multiple - 1) / multiple * multiple; }

// Hands out rows of one buffer; with a null base it only adds up.
class Carver {
 public:
  explicit Carver(std::byte* base) : base_(base) {}
  float* floats(std::int64_t count) {
    float* at = base_ ? reinterpret_cast<float*>(base_ + used_) : nullptr;
    used_ += round_up(count * static_cast<std::int64_t>(sizeof(float)), kAlignment);
    return at;
  }
  std::int64_t used() const { return used_; }

 private:
  std::byte* base_;
  std::int64_t used_ = 0;
};

// The widest layer decides: all layers share the rows.
struct Widths {
  std::int64_t model, heads, kv_heads, head_width, mlp;
};

Widths widths_of(const ModelSpec& spec) {
  Widths w{spec.width, 0, 0, 0, 0};
  for (const LayerSpec& layer : spec.layers) {
    w.heads = std::max(w.heads, layer.attention.heads);
    w.kv_heads = std::max(w.kv_heads, layer.attention.kv_heads);
    w.head_width = std::max(w.head_width, layer.attention.head_width);
    w.mlp = std::max(w.mlp, layer.mlp.width);
  }
  return w;
}

Activations carve(Carver& carver, const Widths& w, std::int64_t tokens) {
  Activations rows;
  rows.count = tokens;
  const auto take = [&](Operand operand, std::int64_t width) {
    rows.operands[static_cast<std::size_t>(operand)] = carver.floats(tokens * width);
  };
  take(Operand::residual, w.model);
  take(Operand::normed, w.model);
  take(Operand::query, w.heads * w.head_width);
  take(Operand::key, w.kv_heads * w.head_width);
  take(Operand::value, w.kv_heads * w.head_width);
  take(Operand::attended, w.heads * w.head_width);
  take(Operand::gate, w.mlp);
  take(Operand::up, w.mlp);
  return rows;
}

void resize(Buffer& buffer, std::int64_t bytes, MemoryTag tag, Arena& arena) {
  const std::int64_t wanted = bytes_after(buffer.size(), bytes);
  if (buffer.size() == wanted) return;
  buffer = Buffer();  // first give back, then take: never both at once
  buffer = arena.allocate(wanted, tag);
}

}  // namespace

std::int64_t Workspace::activation_bytes(const ModelSpec& spec, std::int64_t tokens) {
  Carver carver(nullptr);
  carve(carver, widths_of(spec), tokens);
  return carver.used();
}

ScratchShape Workspace::scratch_shape(const ModelSpec& spec, std::int64_t tokens, std::int64_t length, AttentionKind attention,
                                      KvFormat cache) {
  const Widths w = widths_of(spec);
  return {.tokens = tokens,
          .length = length,
          .widest = std::max({w.model, w.heads * w.head_width, w.mlp}),
          .heads = w.heads,
          .kv_heads = w.kv_heads,
          .head_width = w.head_width,
          .page_tokens = kKvPageTokens,
          .attention = attention,
          .cache = cache};
}

Activations Workspace::rows(std::int64_t tokens, std::int64_t length, AttentionKind attention, KvFormat cache) {
  const Widths w = widths_of(spec_);
  const std::int64_t kept = std::max(tokens, kept_rows_);
  resize(activations_, activation_bytes(spec_, kept), MemoryTag::activations, backend_.arena());
  resize(scratch_, backend_.scratch_bytes(scratch_shape(spec_, kept, length, attention, cache)), MemoryTag::workspace, backend_.arena());
  backend_.arena().record_attention_scores(
      attention_score_bytes(attention, {tokens, length, w.heads, w.head_width, kKvPageTokens, backend_.pool().threads()}));

  Carver carver(activations_.data());
  Activations rows = carve(carver, w, tokens);
  rows.scratch = {scratch_.data(), static_cast<std::size_t>(scratch_.size())};
  return rows;
}

MatrixView<float> Workspace::logits(std::int64_t rows) {
  resize(logits_, std::max(rows, kept_rows_) * spec_.vocabulary * static_cast<std::int64_t>(sizeof(float)), MemoryTag::activations,
         backend_.arena());
  return {reinterpret_cast<float*>(logits_.data()), {rows, spec_.vocabulary}};
}

}  // namespace halftone
