#include "engine/generate/attention_rows.h"

#include <algorithm>
#include <cassert>

namespace halftone {

double AttentionTriangle::looks_back(std::int64_t token) const {
  const std::span<const F16> weights = row(token);
  double distance = 0;
  for (std::int64_t to = 0; to <= token; ++to)
    distance += static_cast<double>(weights[static_cast<std::size_t>(to)].to_float()) * static_cast<double>(token - to);
  return distance;
}

double AttentionTriangle::looks_back() const {
  double sum = 0;
  for (std::int64_t token = 0; token < tokens_; ++token) sum += looks_back(token);
  return sum / static_cast<double>(tokens_);
}

std::vector<Look> AttentionTriangle::largest(std::int64_t token, std::size_t count) const {
  std::vector<Look> looks;
  for (std::int64_t to = token; to >= 0; --to)
    if (const float share = weight(token, to); share > 0) looks.push_back({to, share});
  const auto kept = static_cast<std::ptrdiff_t>(std::min(count, looks.size()));
  std::ranges::partial_sort(looks, looks.begin() + kept,
                            [](const Look& a, const Look& b) { return a.share != b.share ? a.share > b.share : a.token > b.token; });
  looks.resize(static_cast<std::size_t>(kept));
  return looks;
}

AttentionRows::AttentionRows(AttentionQuery query, std::int64_t left_out, std::shared_ptr<Arena> arena)
    : query_(std::move(query)), left_out_(left_out), arena_(std::move(arena)) {
  assert(arena_->is_host());
  memory_ = arena_->allocate(bytes(query_, std::ssize(query_.tokens)), MemoryTag::activations);
}

std::int64_t AttentionRows::bytes(const AttentionQuery& query, std::int64_t tokens) {
  return (query.without_position ? 2 : 1) * query.layers * query.heads * AttentionTriangle::size(tokens) *
         static_cast<std::int64_t>(sizeof(F16));
}

F16* AttentionRows::place(std::int64_t layer, std::int64_t head, bool with_position) const {
  const std::int64_t l = layer - query_.first_layer, h = head - query_.first_head;
  assert(l >= 0 && l < query_.layers && h >= 0 && h < query_.heads && (with_position || query_.without_position));
  const std::int64_t index = ((with_position ? 0 : query_.layers) + l) * query_.heads + h;
  return reinterpret_cast<F16*>(memory_.data()) + index * AttentionTriangle::size(std::ssize(query_.tokens));
}

void AttentionRows::keep(std::int64_t layer, std::int64_t head, bool with_position, MatrixView<const float> weights) {
  F16* to = place(layer, head, with_position);
  for (std::int64_t i = 0; i < weights.shape[0]; ++i) to = std::transform(&weights(i, 0), &weights(i, 0) + i + 1, to, F16::from_float);
}

}  // namespace halftone
