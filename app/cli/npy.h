// NumPy's array file, version 1.0, for one float32 matrix. Source: numpy.lib.format.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include "engine/base/error.h"

namespace halftone::cli {

class NpyWriter {
 public:
  NpyWriter(const std::filesystem::path& path, std::int64_t rows, std::int64_t columns) : path_(path), file_(path, std::ios::binary) {
    std::string header = fmt::format("{{'descr': '<f4', 'fortran_order': False, 'shape': ({}, {}), }}", rows, columns);
    const std::size_t unpadded = 10 + header.size() + 1;
    header.append((64 - unpadded % 64) % 64, ' ');
    header += '\n';
    const char start[] = {'\x93', 'N', 'U', 'M', 'P', 'Y', 1, 0, static_cast<char>(header.size() & 0xff), static_cast<char>(header.size() >> 8)};
    file_.write(start, sizeof start);
    file_ << header;
  }

  void write(const float* values, std::int64_t count) {
    file_.write(reinterpret_cast<const char*>(values), count * static_cast<std::int64_t>(sizeof(float)));
  }

  Result<void> finish() {
    file_.close();
    if (!file_) return fail(ErrorKind::io, "Check the path and the free disk space.", "{} could not be written", path_.string());
    return {};
  }

 private:
  std::filesystem::path path_;
  std::ofstream file_;
};

}  // namespace halftone::cli
