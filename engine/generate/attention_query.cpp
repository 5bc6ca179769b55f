// Attention that somebody asked to see: what is asked is checked, its memory first, then one pass is run for it.
#include <algorithm>
#include <new>

#include "engine/generate/local_engine.h"
#include "engine/model/attention_pass.h"

namespace halftone {

namespace {

double mib(std::int64_t bytes) { return static_cast<double>(bytes) / (1 << 20); }

Result<void> check_query(const AttentionQuery& query, const ModelSpec& spec) {
  const auto layers = std::ssize(spec.layers);
  const std::int64_t heads = spec.layers.front().attention.heads;
  const auto within = [](std::int64_t first, std::int64_t count, std::int64_t all) {
    return first >= 0 && count > 0 && first < all && count <= all - first;
  };
  if (query.tokens.empty())
    return fail(ErrorKind::invalid_argument, "Give at least one.", "there are no tokens whose attention could be shown");
  if (!within(query.first_layer, query.layers, layers))
    return fail(ErrorKind::invalid_argument, "Choose another layer.", "layer {} is not there: the model has layers 0 to {}",
                query.first_layer, layers - 1);
  if (!within(query.first_head, query.heads, heads))
    return fail(ErrorKind::invalid_argument, "Choose another head.", "head {} is not there: a layer has heads 0 to {}", query.first_head,
                heads - 1);
  const auto strange = std::ranges::find_if(query.tokens, [&](TokenId id) { return id < 0 || id >= spec.vocabulary; });
  if (strange != query.tokens.end())
    return fail(ErrorKind::invalid_argument, "Give tokens of this model.", "token {} is not below the vocabulary's {}", *strange,
                spec.vocabulary);
  return {};
}

// What a query takes on its device, the rows that are kept among it where they are kept there.
class Need {
 public:
  Need(const AttentionQuery& query, const ModelSpec& spec, const DeviceSizes& device, KvFormat format, bool keeps)
      : query_(query), spec_(spec), device_(device), format_(format), keeps_(keeps) {}
  std::int64_t bytes(std::int64_t tokens) const {
    return AttentionPass::bytes(spec_, device_, format_, tokens) + (keeps_ ? AttentionRows::bytes(query_, tokens) : 0);
  }
  std::int64_t most_tokens(std::int64_t available) const {  // that fit, less than the query has; 0: none
    std::int64_t fits = 0, too_many = std::ssize(query_.tokens);
    while (too_many - fits > 1) {
      const std::int64_t middle = fits + (too_many - fits) / 2;
      (bytes(middle) <= available ? fits : too_many) = middle;
    }
    return fits;
  }

 private:
  const AttentionQuery& query_;
  const ModelSpec& spec_;
  const DeviceSizes& device_;
  KvFormat format_;
  bool keeps_;
};

Result<void> check_room(const Need& need, std::int64_t tokens, std::int64_t available) {
  if (need.bytes(tokens) <= available) return {};
  const std::int64_t fit = need.most_tokens(available);
  Sentence remedy = Sentence("Close other programs or choose smaller weights.");
  if (fit > 0) remedy = sentence("{} tokens would fit.", fit);
  return fail(ErrorKind::out_of_memory, remedy, "showing the attention of {} tokens needs {:.1f} MiB, {:.1f} MiB are free", tokens,
              mib(need.bytes(tokens)), mib(available));
}

void keep_end(std::vector<TokenId>& tokens, std::int64_t most) {
  tokens.erase(tokens.begin(), tokens.begin() + std::max<std::int64_t>(0, std::ssize(tokens) - most));
}

}  // namespace

Result<AttentionRows> Engine::attention_rows(const AttentionQuery&, const ProgressSink&, std::stop_token) {
  return fail(ErrorKind::unsupported, "Open the model on this machine.", "this engine does not show where its tokens look");
}

Result<AttentionRows> LocalEngine::attention_rows(const AttentionQuery& asked, const ProgressSink& progress, std::stop_token stop) try {
  Setup& setup = *setup_;
  const ModelSpec& spec = setup.spec();
  if (auto sane = check_query(asked, spec); !sane) return pass_on(std::move(sane));
  if (!setup.is_loaded()) {
    return fail(ErrorKind::out_of_memory, "Open the model again.",
                "the weights are no longer in memory: the last switch and its way back both failed");
  }
  AttentionQuery query = asked;
  const std::int64_t limit = spec.position_limit();
  keep_end(query.tokens, limit > 0 ? std::min(limit, kMostTokensLookedAt) : kMostTokensLookedAt);
  if (!opened_.info.why_not_without_position.empty()) query.without_position = false;

  const KvFormat format = setup.settings().cache.value_or(KvFormat::f16);
  const std::shared_ptr<Device>& first = setup.placement().front().device;
  const bool keeps = first->backend->arena().is_host();
  for (const Placed& placed : setup.placement()) {
    if (placed.layers.begin >= query.first_layer + query.layers) break;
    const Backend& backend = *placed.device->backend;
    const Need need(query, spec, backend, format, keeps && placed.device == first);
    const std::int64_t available = placed.device->free_bytes();
    if (auto room = check_room(need, std::ssize(query.tokens), available); !room) {
      const std::int64_t fit = query.as_much_as_fits ? need.most_tokens(available) : 0;
      if (fit == 0) return pass_on(std::move(room));
      keep_end(query.tokens, fit);
    }
  }

  // Whoever holds them may hold them longer than the engine is on this device.
  const std::shared_ptr<Arena> arena =
      keeps ? std::shared_ptr<Arena>(first, &first->backend->arena()) : std::make_shared<HostArena>();
  const AttentionPass::Look look{.layers = {query.first_layer, query.first_layer + query.layers},
                                 .first_head = query.first_head,
                                 .end_head = query.first_head + query.heads,
                                 .without_position = query.without_position};
  const std::int64_t left_out = std::ssize(asked.tokens) - std::ssize(query.tokens);
  AttentionRows rows(std::move(query), left_out, arena);
  AttentionPass pass(spec, setup.transformer(), format, rows.tokens(), look);
  const auto stage = Sentence("looking at attention");
  const auto take = [&](const AttentionPass::Seen& seen, MatrixView<const float> weights) {
    rows.keep(seen.layer, seen.head, seen.with_position, weights);
    if (progress) progress({stage, seen.layer - look.layers.begin, look.layers.end - look.layers.begin});
  };
  if (!pass.run(take, std::move(stop))) return fail(ErrorKind::cancelled, "", "looking at attention was stopped");
  return rows;
} catch (const std::bad_alloc& error) {  // other programs took what the check had seen
  return fail(ErrorKind::out_of_memory, "Look at fewer tokens, or close other programs.", "{}", said_by(error));
}

}  // namespace halftone
