// One pass over a prompt for who wants to see softmax(QKᵀ) itself. It goes no further than the last layer that is looked at, and leaves
// nothing behind: no page of a conversation's cache is read or written.
//
// The layers below run as a session's prefill does (flash). In a layer that is looked at, naive attention scores one head at a time, so
// that what is stored is T·T numbers, whatever the number of heads. "Without the position encoding" are the same queries and keys before
// they are rotated (RoPE; a scaling's factor on the scores goes with the rotation), or scored without the bias (ALiBi), under a softmax
// of their own.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <vector>

#include "engine/model/transformer.h"

namespace halftone {

class AttentionPass {
 public:
  struct Look {
    LayerRange layers;
    std::int64_t first_head = 0, end_head = 0;  // H each layer
    bool without_position = false;              // each head twice: without the position encoding first
  };
  struct Seen {
    std::int64_t layer = 0, head = 0;
    bool with_position = true;
  };
  // All given outlive it. `tokens`: T of them, at positions [0, T); keys and values are rounded to `format`. Throws OutOfMemory.
  AttentionPass(const ModelSpec& spec, Transformer& transformer, KvFormat format, std::span<const TokenId> tokens, const Look& look);

  // `weights`: (T, T) softmax, a row for each query; what a query does not see is 0. Valid during the call.
  using Sink = std::function<void(const Seen&, MatrixView<const float> weights)>;
  // Layer by layer, head by head. False when stopped: polled between ops, and within those that are long.
  bool run(const Sink& sink, std::stop_token stop);

  // What it holds while it lives, on each device that has layers up to the last one looked at.
  static std::int64_t bytes(const ModelSpec& spec, const DeviceSizes& device, KvFormat format, std::int64_t tokens);

 private:
  // Layers on one device, and what is held there for them.
  struct Place {
    Place(const Transformer::PartProgram& of, const ModelSpec& spec, KvFormat format, std::span<const TokenId> tokens);

    const ModelPart& part;
    const TokenProgram& program;
    Workspace workspace;
    KvBranch cache;             // of one layer: all share it, one after the other
    std::vector<KvView> views;  // by layer, all the same
    Buffer scratch, weights;    // of the scoring of one head; its (T, T)
  };
  bool run_layers(Place& place, const Pass& pass, const Sink& sink);
  static bool run_all(Backend& backend, std::span<const TokenOp> ops, const Pass& pass);
  bool observe(const Place& place, const AttendOp& attend, const Pass& pass, bool with_position, const Sink& sink);

  const ModelSpec& spec_;
  Look look_;
  std::span<const TokenId> tokens_;
  std::vector<std::int32_t> positions_;
  std::deque<Place> places_;
};

}  // namespace halftone
