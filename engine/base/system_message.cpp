#include "engine/base/system_message.h"

#include <cerrno>
#include <system_error>

namespace halftone {

Sentence system_message(int code) {
  switch (code) {
    case EACCES: return Sentence("Permission denied");
    case EPERM: return Sentence("Operation not permitted");
    case EIO: return Sentence("Input/output error");
    case EMFILE: return Sentence("Too many open files");
    case ELOOP: return Sentence("Too many levels of symbolic links");
    case ENAMETOOLONG: return Sentence("File name too long");
    case ENOENT: return Sentence("No such file or directory");
    default: return Sentence(std::generic_category().message(code));
  }
}

}  // namespace halftone
