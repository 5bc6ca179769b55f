// Descriptors 0 to 2, which whoever starts a program may have left closed.
#pragma once

namespace halftone {

// First thing in main: a closed one is opened on /dev/null, or the next file that is opened gets its number and is read as questions, or
// overwritten by notes. As input that is an end of input. Output is lost, and is to be seen as lost: descriptor 1 cannot be written to.
void open_standard_streams();

}  // namespace halftone
