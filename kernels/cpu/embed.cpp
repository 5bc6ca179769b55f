// out[t] = scale · table[ids[t]]. A token is one row of the table: decoding it is scalar, and spread over the pool by tokens.
#include "kernels/ops/embed.h"

#include "kernels/core/thread_pool.h"
#include "kernels/cpu/row_decode.h"

namespace halftone::cpu {

void embed(const EmbedArgs& args, ThreadPool& pool) {
  const std::int64_t columns = args.table.columns;
  pool.parallel_for(std::ssize(args.ids), 8, [&](std::int64_t begin, std::int64_t end, int) {
    for (std::int64_t t = begin; t < end; ++t) {
      float* out = args.out[t].data;
      decode_row(args.table, args.ids[t], out);
      if (args.scale != 1.0f)
        for (std::int64_t d = 0; d < columns; ++d) out[d] *= args.scale;
    }
  });
}

}  // namespace halftone::cpu
