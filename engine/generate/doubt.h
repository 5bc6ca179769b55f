// How sure the model was of a token, and what else it could have said: of its prediction itself, before temperature, penalty and cuts.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/tokenizer/tokenizer.h"
#include "kernels/core/tensor_view.h"

namespace halftone {

struct Candidate {
  TokenId token = 0;
  float probability = 0;
};
struct Doubt {
  Candidate chosen;
  float entropy = 0;                 // nats
  std::vector<Candidate> likeliest;  // the likeliest first
};

// A prediction as it is before a sampler changes its logits.
class Prediction {
 public:
  Prediction(VectorView<const float> logits, std::int64_t candidates);
  Doubt of(TokenId chosen) const;

 private:
  Candidate candidate(TokenId token) const;

  std::vector<float> logits_;
  double normaliser_;
  Doubt doubt_;  // of whichever is chosen
};

}  // namespace halftone
