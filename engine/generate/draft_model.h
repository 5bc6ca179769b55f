// A small model that drafts for a large one: of the same vocabulary, on the same device, with a cache of its own. Its bytes are counted
// under the tags of the device's arena as the large model's are.
#pragma once

#include <filesystem>
#include <memory>

#include "engine/generate/drafter.h"
#include "engine/generate/engine.h"
#include "engine/generate/sampler.h"
#include "engine/generate/weight_store.h"
#include "engine/load/checkpoint.h"
#include "engine/model/transformer.h"

namespace halftone {

class DraftModel final : public Drafter {
 public:
  struct For {  // the model that it drafts for
    const Tokenizer& tokenizer;
    std::int64_t vocabulary;
    std::int64_t context;
    Backend& backend;        // outlives it
    DeviceKind device;
    WeightStore& weights;    // of that device
    std::int64_t available;  // bytes that the draft may take
  };
  // Refuses a model with other tokens, and one that does not fit beside the other.
  static Result<std::unique_ptr<DraftModel>> open(const std::filesystem::path& path, Precision precision, const For& target,
                                                  const ProgressSink& progress, std::stop_token stop);

  // Drafts are drawn as the reply's tokens are, from draws of their own.
  void begin_reply(const GenerationParams& params);
  // Computes what its cache does not hold of `tokens`, then one token after another. None beyond the positions that it has.
  Draft propose(std::span<const TokenId> tokens, std::int64_t most, std::stop_token stop) override;
  void forget();  // gives back what it holds besides its weights

  std::int64_t weight_bytes() const { return weight_bytes_; }
  std::int64_t cache_bytes() const { return layout_.bytes_for(branch_.length()); }
  std::int64_t bytes(std::int64_t context) const;  // all of it, with a full cache

 private:
  DraftModel(Checkpoint checkpoint, Precision precision, const For& target);

  Checkpoint checkpoint_;
  const Tokenizer& tokenizer_;  // the large model's
  std::int64_t vocabulary_;     // ids below it are known to both
  Backend& backend_;
  KvLayout layout_;
  KvBranch branch_;
  std::int64_t rope_length_;
  std::int64_t weight_bytes_ = 0;
  std::shared_ptr<const Weights> weights_;
  Workspace workspace_;
  std::unique_ptr<Transformer> transformer_;
  Sampler sampler_{GenerationParams{}};
};

}  // namespace halftone
