// The arguments of ops with what the host holds of them (tokens, positions, pages, small tables) replaced by its copy on the device.
#pragma once

#include "engine/backend/cuda/constants.h"
#include "engine/backend/cuda/pass_inputs.h"
#include "kernels/ops/attention.h"
#include "kernels/ops/embed.h"
#include "kernels/ops/kv_store.h"
#include "kernels/ops/rope.h"

namespace halftone {

class OnDevice {
 public:
  explicit OnDevice(Arena& arena) : inputs_(arena), constants_(arena) {}

  void set(const Pass& pass, const cuda::Context& context) { inputs_.set(pass, context); }
  // Of a pass of one token: that which the device has chosen when the pass begins.
  void set_after_choice(const Pass& pass, const cuda::Context& context) {
    inputs_.set(pass, context);
    inputs_.take_token(choice_, context);
  }
  void set_choice(const std::int32_t* choice) { choice_ = choice; }
  const std::int32_t* choice() const { return choice_; }       // TokenChoice's; null: there was none yet
  std::uint64_t passes() const { return inputs_.passes(); }  // set so far
  const std::int32_t* start() const { return inputs_.start(); }
  const std::byte* address() const { return inputs_.address(); }  // moves only when a pass has more than ever before

  EmbedArgs operator()(EmbedArgs args) {
    args.ids = inputs_.tokens();
    args.positions = inputs_.positions();
    return args;
  }
  RopeArgs operator()(RopeArgs args) {
    args.positions = inputs_.positions();
    args.inverse.data = constants_.on_device({args.inverse.data, static_cast<std::size_t>(args.inverse.shape[0])}).data();
    return args;
  }
  KvStoreArgs operator()(KvStoreArgs args) {
    args.cache.pages = inputs_.pages();
    return args;
  }
  AttentionArgs operator()(AttentionArgs args) {
    args.cache.pages = inputs_.pages();
    args.policy.alibi_slopes = constants_.on_device(args.policy.alibi_slopes);
    return args;
  }

 private:
  PassInputs inputs_;
  Constants constants_;
  const std::int32_t* choice_ = nullptr;
};

}  // namespace halftone
