// GPTQ and AWQ: a layer `<module>` of N outputs and K inputs, weights of `bits` bits in int32 words, w[n][k] = scale·(q - zero) with
// scale and zero of the group of column k.
//   GPTQ  qweight (K·bits/32, N): the bits of a column n of weights, k = 0 first, fill the words of that column from the lowest bit
//         up, without gaps (3 bits straddle words); qzeros (G, N·bits/32) the same along a row; scales f16 (G, N); g_idx int32 (K)
//         may say which group each k is of, where columns were quantised in another order
//   AWQ   qweight (K, N/8), qzeros (G, N/8): nibble i of a word belongs to its column 0, 2, 4, 6, 1, 3, 5, 7 in turn; scales (G, N)
// Scattered groups (g_idx) fit no block: such a layer is held as f16, rounded as the method's own kernels round it.
// Source: Frantar et al. 2022 and Lin et al. 2023; the checkpoints of their published implementations.
#pragma once

#include "engine/load/layer_tensors.h"
#include "engine/load/quantised_layers.h"

namespace halftone {

void join_integer_layers(const Quantisation& quantisation, LayerTensors& tensors);

}  // namespace halftone
