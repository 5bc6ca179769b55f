// A file as untrusted input: read with pread into own memory, never mapped, so that a file truncated or replaced under the program
// is an error and not a SIGBUS.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"

namespace halftone {

static_assert(std::endian::native == std::endian::little, "model files are little-endian and are copied as they are");

// A regular file, open for reading. It remembers what it was when opened (device, inode, size, modification time); a read that finds
// it changed since, or that finds another file under its name, fails. Safe from several threads. Copies share the descriptor.
class File {
 public:
  // What stands in the file's place in a repository fetched without Git LFS is refused as what it is.
  static Result<File> open(const std::filesystem::path& path);

  const std::filesystem::path& path() const;
  std::string name() const { return path().filename().string(); }
  std::uint64_t size() const;

  // Exactly `bytes.size()` bytes from `offset` on.
  Result<void> read(std::uint64_t offset, std::span<std::byte> bytes) const;
  Result<void> check_unchanged() const;

 private:
  struct State;
  std::shared_ptr<const State> state_;
};

// The whole of a small text file; refused when it is larger than `limit` bytes.
Result<std::string> read_text_file(const std::filesystem::path& path, std::uint64_t limit);

// The path of a file that a model folder names or holds. The name must be a plain basename; a symbolic link must stay in the folder (or,
// in a Hugging Face cache `…/snapshots/<commit>/`, or a folder below it, lead into that repository's `blobs`). `not_found` when there is no such file.
Result<std::filesystem::path> file_in_folder(const std::filesystem::path& folder, std::string_view name);

// Reads little-endian values from a file front to back, never past its end. For use inside guarded(): throws Refused.
class ByteReader {
 public:
  explicit ByteReader(File file) : file_(std::move(file)) {}

  std::uint64_t position() const { return position_; }
  std::uint64_t remaining() const { return file_.size() - position_; }

  // `what` names the value in the error message.
  template <class T>
  T read(Label what) {
    static_assert(std::is_trivially_copyable_v<T>);
    T value;
    read_bytes({reinterpret_cast<std::byte*>(&value), sizeof value}, what);
    return value;
  }
  std::string read_string(std::uint64_t length, Label what);  // length is checked before anything is allocated
  void read_bytes(std::span<std::byte> bytes, Label what);
  void skip(std::uint64_t count, Label what);
  void go_back(std::uint64_t position);  // to where it has been

 private:
  void require(std::uint64_t count, Label what) const;

  File file_;
  std::uint64_t position_ = 0;
  std::vector<std::byte> window_;  // a stretch of the file, so that a value is not a system call
  std::uint64_t window_begin_ = 0;
};

}  // namespace halftone
