#include "engine/generate/draft_model.h"

#include <algorithm>

#include "engine/generate/memory_fit.h"

namespace halftone {

namespace {

// Both must mean the same by every id.
Result<void> check_vocabulary(const std::filesystem::path& path, const Tokenizer& draft, const Tokenizer& target) {
  constexpr char kRemedy[] = "Choose a draft model of the same family: it must have the same tokens.";
  if (draft.vocabulary_size() != target.vocabulary_size()) {
    return fail(ErrorKind::unsupported, kRemedy, "{} cannot draft for this model: it has {} tokens, the model {}", path.string(),
                draft.vocabulary_size(), target.vocabulary_size());
  }
  for (TokenId id = 0; id < target.vocabulary_size(); ++id) {
    if (draft.piece(id) != target.piece(id) || draft.is_control(id) != target.is_control(id)) {
      return fail(ErrorKind::unsupported, kRemedy, "{} cannot draft for this model: its token {} is '{}', the model's is '{}'",
                  path.string(), id, draft.piece(id), target.piece(id));
    }
  }
  return {};
}

}  // namespace

DraftModel::DraftModel(Checkpoint checkpoint, Precision precision, const For& target)
    : checkpoint_(std::move(checkpoint)),
      tokenizer_(target.tokenizer),
      vocabulary_(std::min(checkpoint_.spec.vocabulary, target.vocabulary)),
      backend_(target.backend),
      layout_(KvLayout::of(checkpoint_.spec, KvFormat::f16)),
      branch_(std::make_shared<KvPool>(std::vector<Arena*>{&target.backend.arena()},
                                       KvKey{.model = id_of(checkpoint_),
                                             .weights = same_weights_as(checkpoint_, precision),
                                             .rope_length = target.context,
                                             .parts = {{layout_, target.device}}},
                                       0)),
      rope_length_(target.context),
      workspace_(target.backend, checkpoint_.spec) {}

Result<std::unique_ptr<DraftModel>> DraftModel::open(const std::filesystem::path& path, Precision precision, const For& target,
                                                     const ProgressSink& progress, std::stop_token stop) {
  auto checkpoint = open_checkpoint(path);
  if (!checkpoint) return pass_on(std::move(checkpoint));
  auto tokenizer = make_tokenizer(checkpoint->tokenizer);
  if (!tokenizer) return pass_on(std::move(tokenizer));
  if (auto same = check_vocabulary(path, **tokenizer, target.tokenizer); !same) return pass_on(std::move(same));

  std::unique_ptr<DraftModel> draft(new DraftModel(*std::move(checkpoint), precision, target));
  draft->weight_bytes_ = planned_weight_bytes(draft->checkpoint_, precision, target.backend);
  if (const std::int64_t needed = draft->bytes(target.context); needed > target.available) {
    constexpr double kMiB = 1 << 20;
    return fail(ErrorKind::out_of_memory, "Choose smaller draft weights or a shorter context, or do without a draft model.",
                "the draft model {} needs {:.0f} MiB with a context of {} tokens; {:.0f} MiB of memory are free beside the model",
                path.string(), static_cast<double>(needed) / kMiB, target.context,
                static_cast<double>(std::max<std::int64_t>(target.available, 0)) / kMiB);
  }
  try {
    auto weights = target.weights.take(draft->checkpoint_, precision, LayerRange::all(draft->checkpoint_.spec),
                                       Sentence("reading the draft model"), progress, stop);
    if (!weights) return pass_on(std::move(weights));
    draft->weights_ = *std::move(weights);
  } catch (const std::bad_alloc& error) {  // other programs took what was free
    return fail(ErrorKind::out_of_memory, "Choose smaller draft weights, or close other programs.", "{}", said_by(error));
  }
  draft->transformer_ = std::make_unique<Transformer>(
      draft->checkpoint_.spec,
      std::vector<ModelPart>{{target.backend, *draft->weights_, draft->workspace_, LayerRange::all(draft->checkpoint_.spec)}});
  draft->workspace_.keep_rows(2);  // after a draft that was accepted as a whole: its last token, and the model's own
  return draft;
}

std::int64_t DraftModel::bytes(std::int64_t context) const {
  return memory_need(checkpoint_.spec, {.context = context}, weight_bytes_, backend_).total();
}

void DraftModel::begin_reply(const GenerationParams& params) {
  GenerationParams own = params;
  own.seed = ~params.seed;  // independent of the draws that decide
  sampler_ = Sampler(own);
}

void DraftModel::forget() {
  branch_.truncate(0);
  workspace_.give_back();
}

Draft DraftModel::propose(std::span<const TokenId> tokens, std::int64_t most, std::stop_token stop) {
  Draft draft;
  branch_.reuse_prefix(tokens.first(tokens.size() - 1));
  const std::int64_t limit = checkpoint_.spec.position_limit(), length = static_cast<std::int64_t>(tokens.size());
  if (limit > 0) most = std::min(most, limit - length);
  auto unread = tokens.subspan(static_cast<std::size_t>(branch_.length()));
  const auto is_unknown = [&](TokenId token) { return token >= vocabulary_; };
  if (most <= 0 || std::ranges::any_of(unread, is_unknown)) return draft;

  std::vector<TokenId> history(tokens.begin(), tokens.end());
  MatrixView<float> logits;
  const auto read = [&](std::span<const TokenId> some) {
    logits = transformer_->forward(some, branch_, AttentionKind::flash, Transformer::Logits::last_row, rope_length_, stop);
    return logits.data != nullptr;
  };
  while (!unread.empty()) {
    const auto count = std::min(unread.size(), static_cast<std::size_t>(backend_.prefill_chunk()));
    if (!read(unread.first(count))) return draft;
    unread = unread.subspan(count);
  }
  while (true) {
    const Distribution distribution = sampler_.distribution({logits.data, {vocabulary_}}, history);
    const TokenId token = sampler_.is_greedy() ? distribution.draw(0) : sampler_.draw(distribution);
    if (token < 0 || tokenizer_.ends_generation(token)) return draft;  // what comes next is the model's to say
    draft.tokens.push_back(token);
    if (!sampler_.is_greedy()) draft.drawn_from.push_back(distribution);
    history.push_back(token);
    if (std::ssize(draft.tokens) == most || !read({&history.back(), 1})) return draft;
  }
}

}  // namespace halftone
