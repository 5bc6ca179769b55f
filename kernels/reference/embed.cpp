// out[t] = scale · table[ids[t]]
#include "kernels/ops/embed.h"

#include <vector>

#include "kernels/cpu/row_decode.h"

namespace halftone::reference {

void embed(const EmbedArgs& args) {
  std::vector<float> row(args.table.columns);
  for (std::int64_t t = 0; t < std::ssize(args.ids); ++t) {
    cpu::decode_row(args.table, args.ids[t], row.data());
    for (std::int64_t d = 0; d < args.table.columns; ++d) args.out(t, d) = args.scale * row[d];
  }
}

}  // namespace halftone::reference
