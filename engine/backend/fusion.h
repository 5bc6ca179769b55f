// Which ops of a token program a GPU runs as one launch. Decided from the program alone, once, before anything runs; the numbers are
// those that the ops would give one after the other.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <variant>
#include <vector>

#include "engine/backend/token_program.h"

namespace halftone {

// Projections of one token that read the same x, or its norm; with a glu, act(gate) · up or act(up) is what they leave.
struct FusedGemv {
  const NormOp* norm = nullptr;
  std::vector<const ProjectOp*> outputs;  // up to 3; with a gate: gate, up
  const GluOp* glu = nullptr;
};
// Several of one format that follow one another, each reading what the ones before it wrote.
struct GemvSequence {
  std::vector<FusedGemv> steps;
};
// Projections of many tokens: x, or its norm, is rounded to 16 bits once for all.
struct SharedGemms {
  const NormOp* norm = nullptr;
  std::vector<const ProjectOp*> outputs;
};
// The glu rounds for the projection that reads it.
struct GluGemm {
  const GluOp* glu;
  const ProjectOp* down;
};
// Queries and keys rotated, keys and values stored. The rotated keys are in the cache alone.
struct RopeStore {
  const RopeOp *query, *key;
  const StoreOp* store;
};

// Points into the program.
using Launch = std::variant<const TokenOp*, FusedGemv, GemvSequence, SharedGemms, GluGemm, RopeStore>;

// What the device can do with projections of one token.
struct GemvLimits {
  std::function<bool(const FusedGemv&)> chained;  // as a step of a sequence of its format
  std::function<bool(const FusedGemv&)> alone;    // as a launch of its own
  std::size_t longest = 1;                        // steps of a sequence
};

std::vector<Launch> fuse_one_token(const TokenProgram& program, const GemvLimits& limits);
std::vector<Launch> fuse_many_tokens(std::span<const TokenOp> layer);

}  // namespace halftone
