// attention: the scratch both kinds need, the checks they share, and the choice between them. See ops/attention.h.
#include "kernels/ops/attention.h"

#include <cassert>

#include "kernels/core/thread_pool.h"
#include "kernels/cpu/attention_blocks.h"

namespace halftone {

std::int64_t attention_scratch_bytes(AttentionKind kind, const AttentionShape& shape) {
  constexpr std::int64_t kLine = 64;
  const std::int64_t scores = (attention_score_bytes(kind, shape) + kLine - 1) / kLine * kLine;
  const std::int64_t states = kind == AttentionKind::flash ? cpu::flash_state_floats(shape) : 0;
  const std::int64_t floats = shape.threads * cpu::TileScratch::floats(shape.head_width) + states;
  return scores + floats * static_cast<std::int64_t>(sizeof(float));
}

namespace cpu {

void attention(AttentionKind kind, const AttentionArgs& args, ThreadPool& pool) {
  [[maybe_unused]] const AttentionShape shape{args.q.shape[0], args.cache.length, args.q.shape[1], args.q.shape[2], args.cache.page_tokens,
                                              pool.threads()};
  assert(args.out.shape == args.q.shape && args.q.shape[2] == args.cache.head_width);
  assert(args.cache.kv_heads > 0 && args.q.shape[1] % args.cache.kv_heads == 0);
  assert(args.start >= 0 && args.cache.length >= args.start + args.q.shape[0]);
  assert(args.policy.alibi_slopes.empty() || static_cast<std::int64_t>(args.policy.alibi_slopes.size()) == args.q.shape[1]);
  assert(static_cast<std::int64_t>(args.scratch.size()) >= attention_scratch_bytes(kind, shape));
  if (args.q.size() == 0) return;
  kind == AttentionKind::naive ? attention_naive(args, pool) : attention_flash(args, pool);
}

}  // namespace cpu
}  // namespace halftone
