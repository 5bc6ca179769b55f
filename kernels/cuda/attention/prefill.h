// What the kernels of flash_prefill take, and the choice among them.
#pragma once

#include "kernels/cuda/attention/policy.cuh"
#include "kernels/cuda/context.h"
#include "kernels/cuda/kv_row.cuh"

namespace halftone::cuda {

struct PrefillParameters {
  const float* q;
  long long q_token_stride, q_head_stride;
  float* out;
  long long out_token_stride, out_head_stride;
  int tokens, heads, blocks_of_rows;
  KvPlace cache;
  ScorePolicy policy;
  const std::int32_t* start;  // position of the first row
};

// flash_prefill_warpgroups.cu: cards of capability 9.0, pages of 32 tokens, heads 64 or 128 wide. `plain`: neither cap nor ALiBi.
bool can_use_warpgroups(const PrefillParameters& p, const Context& context);
void flash_prefill_warpgroups(PrefillParameters p, bool half, bool plain, const Context& context);

}  // namespace halftone::cuda
