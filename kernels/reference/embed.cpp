// out[t] = scale · table[ids[t]] + p(positions[t])
#include "kernels/ops/embed.h"

#include <vector>

#include "kernels/layouts/row_decode.h"

namespace halftone::reference {

void embed(const EmbedArgs& args) {
  const std::int64_t width = args.table.columns;
  std::vector<float> row(width);
  for (std::int64_t t = 0; t < std::ssize(args.ids); ++t) {
    decode_row(args.table, args.ids[t], row.data());
    for (std::int64_t d = 0; d < width; ++d) {
      args.out(t, d) = args.scale * row[d];
      if (args.position_table.data) args.out(t, d) += args.position_table(args.positions[t], d);
      if (args.sinusoidal) args.out(t, d) += static_cast<float>(sinusoid(args.positions[t], d, width));
    }
  }
}

}  // namespace halftone::reference
