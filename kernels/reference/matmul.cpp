// y[t][n] = Σ_k W[n][k]·x[t][k] + bias[n] (+ y[t][n]): row by row of W, decoded, summed in double.
#include "kernels/ops/matmul.h"

#include <vector>

#include "kernels/layouts/row_decode.h"

namespace halftone::reference {

void matmul(const MatmulArgs& args) {
  const auto tokens = args.x.shape[0], columns = args.weight.columns;
  std::vector<float> row(columns);
  for (std::int64_t n = 0; n < args.weight.rows; ++n) {
    decode_row(args.weight, n, row.data());
    for (std::int64_t t = 0; t < tokens; ++t) {
      double sum = 0;
      for (std::int64_t k = 0; k < columns; ++k) sum += static_cast<double>(row[k]) * args.x(t, k);
      if (args.bias.data) sum += args.bias(n);
      if (args.accumulate) sum += args.y(t, n);
      args.y(t, n) = static_cast<float>(sum);
    }
  }
}

}  // namespace halftone::reference
