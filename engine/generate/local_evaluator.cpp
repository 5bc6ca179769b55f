#include "engine/generate/local_evaluator.h"

#include "engine/generate/local_engine.h"
#include "kernels/ops/sample.h"

namespace halftone {

namespace {

class LocalEvaluator final : public Evaluator {
 public:
  explicit LocalEvaluator(std::shared_ptr<Setup> setup) : setup_(std::move(setup)), branch_(setup_->pool(0)) { clear(); }

  // Pages of another evaluation are not reused: what is measured is what is computed.
  void clear() override {
    branch_.truncate(0);
    tokens_.clear();
  }
  void truncate(std::int64_t length) override {
    branch_.truncate(length);
    tokens_.resize(static_cast<std::size_t>(branch_.length()));
  }
  std::string token_path() const override { return setup_->transformer().token_path(); }
  std::int64_t length() const override { return static_cast<std::int64_t>(tokens_.size()); }

  VectorView<float> feed(std::span<const TokenId> tokens, std::stop_token stop, const Heard& heard) override {
    tokens_.insert(tokens_.end(), tokens.begin(), tokens.end());
    if (!setup_->settings().cache) {  // every step computes everything again
      branch_.truncate(0);
      tokens = tokens_;
    }
    MatrixView<float> logits;
    for (std::int64_t done = 0; !tokens.empty();) {
      const std::int64_t count = setup_->prefill_chunk(std::ssize(tokens));
      logits = forward(tokens.first(static_cast<std::size_t>(count)), Transformer::Logits::last_row, std::ssize(tokens), stop);
      if (!logits.data) return {};
      if (heard) heard(done += count);
      tokens = tokens.subspan(static_cast<std::size_t>(count));
    }
    return {logits.data, {logits.shape[1]}};
  }

  TokenId next(TokenId token) override {
    if (!setup_->settings().cache) return cpu::sample({.logits = feed({&token, 1}, {}, {})});
    tokens_.push_back(token);
    return setup_->transformer().next(token, branch_, setup_->settings().attention, branch_.length() + 1, {}, Transformer::Then::go_on).value_or(-1);
  }

  void feed_all(std::span<const TokenId> tokens, const RowSink& sink, std::stop_token stop) override {
    tokens_.insert(tokens_.end(), tokens.begin(), tokens.end());
    std::int64_t first = 0;
    while (!tokens.empty()) {
      const auto count = static_cast<std::size_t>(setup_->prefill_chunk(static_cast<std::int64_t>(tokens.size())));
      const auto logits = forward(tokens.first(count), Transformer::Logits::all_rows, static_cast<std::int64_t>(tokens.size()), stop);
      if (!logits.data) return;
      sink(first, logits);
      tokens = tokens.subspan(count);
      first += static_cast<std::int64_t>(count);
    }
  }

 private:
  // Length-dependent RoPE takes the length of all that is fed, as the reference implementation does for one pass.
  MatrixView<float> forward(std::span<const TokenId> chunk, Transformer::Logits wanted, std::int64_t remaining, std::stop_token stop = {}) {
    return setup_->transformer().forward(chunk, branch_, setup_->settings().attention, wanted, branch_.length() + remaining, stop);
  }

  std::shared_ptr<Setup> setup_;
  KvBranch branch_;
  std::vector<TokenId> tokens_;  // fed so far
};

}  // namespace

std::unique_ptr<Evaluator> new_evaluator(std::shared_ptr<Setup> setup) { return std::make_unique<LocalEvaluator>(std::move(setup)); }

void LocalEngine::flush() {
  setup_->give_back_rows();
  for (const std::shared_ptr<KvPool> pool = setup_->pool(0); pool->drop_oldest();) continue;
}

std::unique_ptr<Evaluator> LocalEngine::new_evaluator() { return halftone::new_evaluator(setup_); }

}  // namespace halftone
