// embed: see ops/embed.h. A token is one row of the table: decoding it is scalar, and spread over the pool by tokens.
#include "kernels/ops/embed.h"

#include <cassert>

#include "kernels/core/thread_pool.h"
#include "kernels/layouts/row_decode.h"

namespace halftone::cpu {

void embed(const EmbedArgs& args, ThreadPool& pool) {
  const std::int64_t columns = args.table.columns;
  assert((!args.position_table.data && !args.sinusoidal) || args.positions.size() == args.ids.size());
  pool.parallel_for(std::ssize(args.ids), 8, [&](std::int64_t begin, std::int64_t end, int) {
    for (std::int64_t t = begin; t < end; ++t) {
      float* out = args.out[t].data;
      decode_row(args.table, args.ids[t], out);
      if (args.scale != 1.0f)
        for (std::int64_t d = 0; d < columns; ++d) out[d] *= args.scale;
      if (args.position_table.data) {
        const float* position = args.position_table[args.positions[t]].data;
        for (std::int64_t d = 0; d < columns; ++d) out[d] += position[d];
      }
      if (args.sinusoidal)
        for (std::int64_t d = 0; d < columns; ++d) out[d] += static_cast<float>(sinusoid(args.positions[t], d, columns));
    }
  });
}

}  // namespace halftone::cpu
