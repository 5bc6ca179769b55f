#include "engine/base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <system_error>

#include "engine/base/lfs_pointer.h"
#include "engine/base/refuse.h"
#include "engine/base/system_message.h"

namespace halftone {

namespace {

struct Identity {
  dev_t device;
  ino_t inode;
  off_t size;
  timespec modified;

  static Identity of(const struct stat& s) { return {s.st_dev, s.st_ino, s.st_size, s.st_mtim}; }
  bool operator==(const Identity& o) const {
    return device == o.device && inode == o.inode && size == o.size && modified.tv_sec == o.modified.tv_sec &&
           modified.tv_nsec == o.modified.tv_nsec;
  }
};

constexpr std::size_t kWindow = 256 * 1024;

}  // namespace

struct File::State {
  std::filesystem::path path;
  int descriptor = -1;
  Identity identity{};

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (descriptor >= 0) ::close(descriptor);
  }
};

Result<File> File::open(const std::filesystem::path& path) {
  auto state = std::make_shared<State>();
  state->path = path;
  // O_NONBLOCK: opening a pipe must not wait for a writer; it has no effect on regular files.
  state->descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (state->descriptor < 0) {
    const int code = errno;
    if (code == ENOENT || code == ENOTDIR) return fail(ErrorKind::not_found, "Check the path.", "{}: there is no such file", path.string());
    return fail(ErrorKind::io, "", "{}: cannot be opened: {}", path.string(), system_message(code));
  }
  struct stat status {};
  if (::fstat(state->descriptor, &status) != 0)
    return fail(ErrorKind::io, "", "{}: cannot be examined: {}", path.string(), system_message(errno));
  if (!S_ISREG(status.st_mode))
    return fail(ErrorKind::invalid_argument, "", "{}: is {}, not a file", path.string(),
                S_ISDIR(status.st_mode) ? noun("a folder") : noun("a device or a pipe"));
  state->identity = Identity::of(status);
  File file;
  file.state_ = std::move(state);
  if (auto stands_for = lfs_pointer(file))
    return fail(ErrorKind::malformed, "Fetch the file itself: run git lfs pull in its repository, or download it.",
                "{}: is a Git LFS pointer of {} bytes that stands for {} bytes", file.name(), file.size(), *stands_for);
  return file;
}

const std::filesystem::path& File::path() const { return state_->path; }
std::uint64_t File::size() const { return static_cast<std::uint64_t>(state_->identity.size); }

Result<void> File::check_unchanged() const {
  struct stat opened {
  }, named{};
  const bool same = ::fstat(state_->descriptor, &opened) == 0 && Identity::of(opened) == state_->identity &&
                    ::stat(state_->path.c_str(), &named) == 0 && Identity::of(named) == state_->identity;
  if (same) return {};
  const Identity now = Identity::of(opened);
  return fail(ErrorKind::io, "Wait until nothing writes to it any more, then open the model again.",
              "{}: the file was {} while it was being read", name(),
              now.size != state_->identity.size ? sentence("resized from {} to {} bytes", state_->identity.size, now.size)
                                                : Sentence("changed, replaced or removed"));
}

Result<void> File::read(std::uint64_t offset, std::span<std::byte> bytes) const {
  if (offset > size() || bytes.size() > size() - offset)
    return fail(ErrorKind::malformed, "", "{}: bytes {} to {} are beyond its end at {}", name(), offset, offset + bytes.size(), size());
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t got = ::pread(state_->descriptor, bytes.data() + done, bytes.size() - done, static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(ErrorKind::io, "", "{}: cannot be read at byte {}: {}", name(), offset + done, system_message(errno));
    if (got == 0) break;  // shorter than it was: check_unchanged says so
    done += static_cast<std::size_t>(got);
  }
  return check_unchanged();
}

Result<std::string> read_text_file(const std::filesystem::path& path, std::uint64_t limit) {
  auto file = File::open(path);
  if (!file) return pass_on(std::move(file));
  if (file->size() > limit)
    return fail(ErrorKind::malformed, "", "{}: has {} bytes, more than the {} that such a file may have", file->name(), file->size(),
                limit);
  std::string text(file->size(), '\0');
  if (auto read = file->read(0, std::as_writable_bytes(std::span(text))); !read) return pass_on(std::move(read));
  return text;
}

Result<std::filesystem::path> file_in_folder(const std::filesystem::path& folder, std::string_view name) {
  namespace fs = std::filesystem;
  if (name.empty() || name == "." || name == ".." || name.find('/') != name.npos || name.find('\\') != name.npos ||
      name.find('\0') != name.npos)
    return fail(ErrorKind::malformed, "A model may only name files of its own folder; do not trust this one.",
                "'{}' is not a plain file name", name);
  fs::path path = folder / name;
  std::error_code error;
  if (!fs::exists(path, error) || error) return fail(ErrorKind::not_found, "", "{}: there is no such file", path.string());
  if (!fs::is_symlink(fs::symlink_status(path, error))) return path;

  const fs::path target = fs::canonical(path, error);
  const fs::path home = fs::canonical(folder, error);
  if (error) return fail(ErrorKind::io, "", "{}: cannot be followed: {}", path.string(), system_message(error.value()));
  const auto inside = [&](const fs::path& parent) {
    return std::mismatch(parent.begin(), parent.end(), target.begin(), target.end()).first == parent.end();
  };
  // A snapshot keeps the folders of its repository: the links of all of them lead to the same blobs.
  const auto in_cache = [&] {
    for (fs::path commit = home; commit.has_relative_path(); commit = commit.parent_path())
      if (commit.parent_path().filename() == "snapshots") return inside(commit.parent_path().parent_path() / "blobs");
    return false;
  };
  if (inside(home) || in_cache()) return path;
  return fail(ErrorKind::malformed, "A model may only use files of its own folder; copy the file there if you trust it.",
              "{}: is a link that leads out of the folder, to {}", path.string(), target.string());
}

void ByteReader::require(std::uint64_t count, Label what) const {
  if (count > remaining())
    refuse(ErrorKind::malformed, "The file is cut short or damaged: download it again.",
           "the {} at byte {} needs {} bytes, but only {} remain", what, position_, count, remaining());
}

void ByteReader::read_bytes(std::span<std::byte> bytes, Label what) {
  require(bytes.size(), what);
  if (bytes.empty()) return;
  if (bytes.size() > kWindow) {
    value_of(file_.read(position_, bytes));
  } else {
    if (position_ < window_begin_ || position_ + bytes.size() > window_begin_ + window_.size()) {
      window_.resize(std::min<std::uint64_t>(kWindow, remaining()));
      window_begin_ = position_;
      value_of(file_.read(window_begin_, window_));
    }
    std::memcpy(bytes.data(), window_.data() + (position_ - window_begin_), bytes.size());
  }
  position_ += bytes.size();
}

void ByteReader::skip(std::uint64_t count, Label what) {
  require(count, what);
  position_ += count;
}

void ByteReader::go_back(std::uint64_t position) {
  assert(position <= position_);
  position_ = position;
}

std::string ByteReader::read_string(std::uint64_t length, Label what) {
  require(length, what);
  std::string text(length, '\0');
  read_bytes(std::as_writable_bytes(std::span(text)), what);
  return text;
}

}  // namespace halftone
