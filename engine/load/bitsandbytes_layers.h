// bitsandbytes: a layer `<module>` of N outputs and K inputs.
//   int8      weight I8 (N, K), SCB F32 (N): w = q·SCB/127. weight_format says how rows lie; only 0, row after row, is published
//   nf4, fp4  weight: N·K/2 bytes, the first of two weights in the high nibble; w = quant_map[q] · absmax of its block of the
//             flattened weights; weight.absmax F32, or double-quantised: U8 indices into weight.nested_quant_map, times
//             weight.nested_absmax of a block of blocks, plus an offset; weight.quant_state.bitsandbytes__{nf4,fp4}: a JSON text
// Source: Dettmers et al. 2022 and 2023; the library's own serialisation.
#pragma once

#include "engine/load/layer_tensors.h"
#include "engine/load/quantised_layers.h"

namespace halftone {

void join_bitsandbytes_layers(LayerTensors& tensors);

}  // namespace halftone
