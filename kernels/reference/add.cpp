#include "kernels/ops/add.h"

namespace halftone::reference {

void add(const AddArgs& args) {
  for (std::int64_t t = 0; t < args.x.shape[0]; ++t)
    for (std::int64_t d = 0; d < args.x.shape[1]; ++d)
      args.out(t, d) = static_cast<float>(static_cast<double>(args.out(t, d)) + static_cast<double>(args.x(t, d)) * args.scale);
}

}  // namespace halftone::reference
