// The weights on one device: what two conversations ask for alike they share, and what nobody asks for any more is gone.
#pragma once

#include <cstdint>
#include <memory>
#include <stop_token>

#include "engine/base/shared_map.h"
#include "engine/generate/engine.h"
#include "engine/load/checkpoint.h"
#include "engine/model/model_id.h"
#include "engine/model/weights.h"

namespace halftone {

// Of precisions that make the same weights of this checkpoint, one: bf16 of a model that is stored as bf16 is `automatic`.
Precision same_weights_as(const Checkpoint& checkpoint, Precision precision);

class WeightStore {
 public:
  explicit WeightStore(Backend& backend) : backend_(backend) {}

  // Those of these layers that somebody holds; null: nobody does.
  std::shared_ptr<const Weights> find(const Checkpoint& checkpoint, Precision precision, LayerRange layers) const;
  // Those, or read and converted now, beside all that is there: who wants to replace weights lets go of the old ones first where both do not
  // fit. `stage`: what progress calls it. Errors: cancelled, and what is wrong with the file. Throws std::bad_alloc: other programs took what a
  // check before had seen.
  Result<std::shared_ptr<const Weights>> take(const Checkpoint& checkpoint, Precision precision, LayerRange layers, const Sentence& stage,
                                              const ProgressSink& progress, std::stop_token stop);

 private:
  struct Key {
    ModelId model;
    Precision precision;
    LayerRange layers;
    bool operator==(const Key&) const = default;
  };
  static Key key_of(const Checkpoint& checkpoint, Precision precision, LayerRange layers) {
    return {id_of(checkpoint), same_weights_as(checkpoint, precision), layers};
  }

  Backend& backend_;
  SharedMap<Key, const Weights> held_;
};

}  // namespace halftone
