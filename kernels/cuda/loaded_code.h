// What the kernels of this build were compiled for, as numbers like 90 for 9.0.
#pragma once

namespace halftone::cuda {

// The architecture of the code that the present device runs. A newer card may run code made for an older one, which does not do what only the
// newer can; so it is this that decides what may be asked of kernels, not the card. Throws DeviceError: there is no code for it.
int loaded_code();
// That of a card, before anything is loaded; 0: none.
int build_code_for(int capability);
int build_lowest_capability();

}  // namespace halftone::cuda
