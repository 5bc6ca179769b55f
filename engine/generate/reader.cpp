#include "engine/generate/reader.h"

#include <algorithm>

#include "engine/generate/stopwatch.h"

namespace halftone {

Reader::Reader(std::shared_ptr<Setup> setup) : setup_(std::move(setup)), branch_(nullptr) { setup_->cache().join(*this); }

Reader::Reader(const Reader& other)
    : KvHolder(),
      setup_(other.setup_),
      pool_(other.pool_),
      branch_(other.branch_),
      rope_length_(other.rope_length_),
      cached_tokens_(other.cached_tokens()) {
  setup_->cache().join(*this);
}

void Reader::forget() {
  pool_.reset();
  branch_ = KvBranch(nullptr);
  update_cached();
}

void Reader::begin_reply() {
  setup_->cache().use(*this);
  setup_->begin_reply();
}

// Joins the pool that a conversation of this length asks for; pages of another pool are let go.
void Reader::attach(std::int64_t tokens) {
  rope_length_ = setup_->rope_length(tokens);
  if (auto pool = setup_->pool(rope_length_); pool != pool_) {
    pool_ = std::move(pool);
    branch_ = KvBranch(pool_);
  }
}

void Reader::make_room(std::int64_t tokens) { setup_->cache().make_room(*this, branch_.length(), tokens); }

std::int64_t Reader::restore(std::span<const TokenId> tokens) {
  attach(std::ssize(tokens));
  if (!lane().cached) return 0;
  const std::int64_t reused = branch_.reuse_prefix(tokens.first(tokens.size() - 1));
  update_cached();
  return reused;
}

void Reader::begin_anew(std::span<const TokenId> tokens) {
  attach(std::ssize(tokens));
  branch_.truncate(0);
  update_cached();
}

std::int64_t Reader::cached_prefix(std::span<const TokenId> tokens) const {
  if (!lane().cached || tokens.empty()) return 0;
  const auto pool = setup_->pool(setup_->rope_length(std::ssize(tokens)));
  return pool == pool_ ? branch_.reusable_prefix(tokens) : KvBranch(pool).reusable_prefix(tokens);
}

MatrixView<float> Reader::advance(std::span<const TokenId> tokens, const StreamSink& sink, std::stop_token stop) {
  const std::int64_t total = std::ssize(tokens);
  const AttentionKind attention = setup_->settings().attention;
  logits_ = {};  // a conversation that rests holds none
  attach(total);
  if (!lane().cached) branch_.truncate(0);
  make_room(total);
  MatrixView<float> logits;
  while (branch_.length() < total) {
    const std::int64_t count = setup_->prefill_chunk(total - branch_.length());
    const auto chunk = tokens.subspan(static_cast<std::size_t>(branch_.length()), static_cast<std::size_t>(count));
    logits = setup_->transformer().forward(chunk, branch_, attention, Transformer::Logits::last_row, rope_length_, stop);
    update_cached();
    if (!logits.data) return {};
    if (!sink) continue;
    if (branch_.length() == total) {  // ours, before somebody else's pass overwrites them
      logits_.assign(logits.data, logits.data + logits.size());
      logits.data = logits_.data();
    }
    StreamEvent event{.phase = StreamEvent::Phase::prefill};
    event.done = branch_.length();
    event.total = total;
    event.cached_tokens = cached_tokens();
    sink(event);
    if (event.done == total) break;
    attach(total), make_room(total);  // others may have needed the room
  }
  return logits;
}

std::optional<TokenId> Reader::next(std::span<const TokenId> tokens, const SampleArgs& how, Transformer::Then then, std::stop_token stop) {
  const std::int64_t total = std::ssize(tokens);
  attach(total);
  if (branch_.length() < total - 1 && !advance(tokens.first(static_cast<std::size_t>(total - 1)), {}, stop).data) return std::nullopt;
  make_room(total);
  const auto token = setup_->transformer().next(tokens.back(), branch_, setup_->settings().attention, rope_length_, how, then, std::move(stop));
  update_cached();
  return token;
}

MatrixView<float> Reader::check(std::span<const TokenId> tokens, std::span<const TokenId> drafted, std::stop_token stop) {
  make_room(std::ssize(tokens) + std::ssize(drafted));
  std::vector<TokenId> rows = {tokens.back()};
  rows.insert(rows.end(), drafted.begin(), drafted.end());
  return setup_->transformer().forward(rows, branch_, setup_->settings().attention, Transformer::Logits::unverified, rope_length_, stop);
}

void Reader::keep(std::int64_t tokens) {
  branch_.truncate(tokens);
  branch_.commit();
  update_cached();
}

void Reader::truncate(std::int64_t tokens) {
  logits_ = {};
  branch_.truncate(tokens);
  update_cached();
}

double Reader::trial_ms(AttentionKind attention) const try {
  if (!pool_ || branch_.length() == 0 || !setup_->is_loaded()) return 0;
  KvBranch pages(branch_);
  const TokenId token = 0;  // any takes as long
  double ms = 0;
  for (int pass = 0; pass < 2; ++pass) {  // the first one makes room
    Stopwatch watch;
    setup_->transformer().forward({&token, 1}, pages, attention, Transformer::Logits::unverified, rope_length_);
    ms = watch.lap();
    pages.truncate(branch_.length());
  }
  return ms;
} catch (const std::bad_alloc&) {
  return 0;
}

}  // namespace halftone
