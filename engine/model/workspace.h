// The rows and the scratch of a forward pass, kept from one pass to the next and counted under their tags.
#pragma once

#include <cstdint>

#include "engine/backend/backend.h"

namespace halftone {

class Workspace {
 public:
  Workspace(Backend& backend, const ModelSpec& spec) : backend_(backend), spec_(spec) {}

  // Activations for `tokens` rows attending to `length` tokens; without the logits. Grows and shrinks with what is asked, so
  // that a naive prompt's stored scores are seen to come and to go.
  Activations rows(std::int64_t tokens, std::int64_t length, AttentionKind attention, KvFormat cache);
  // (rows, V)
  MatrixView<float> logits(std::int64_t rows);
  // Passes of so many rows and of one follow each other: from now on memory for so many is kept, also while fewer are asked for.
  void keep_rows(std::int64_t rows) { kept_rows_ = rows; }

  // Between passes; the next one takes anew what it needs.
  void give_back() { activations_ = {}, scratch_ = {}, logits_ = {}; }

  // What rows() and logits() take, without taking it.
  static std::int64_t activation_bytes(const ModelSpec& spec, std::int64_t tokens);
  static ScratchShape scratch_shape(const ModelSpec& spec, std::int64_t tokens, std::int64_t length, AttentionKind attention,
                                    KvFormat cache);

 private:
  Backend& backend_;
  const ModelSpec& spec_;
  std::int64_t kept_rows_ = 1;
  Buffer activations_, scratch_, logits_;
};

}  // namespace halftone
