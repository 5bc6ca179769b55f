// GGUF: one file with typed keys and a table of tensors. Source: the GGUF specification (versions 2 and 3).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/file.h"
#include "engine/load/stored_tensor.h"

namespace halftone {

enum class GgufType : std::uint32_t { u8, i8, u16, i16, u32, i32, f32, boolean, string, array, u64, i64, f64 };
std::string_view to_string(GgufType type);

struct GgufArray {
  GgufType element = GgufType::u8;
  std::uint64_t count = 0;
  std::vector<std::byte> bytes;  // the elements as in the file: what an array takes in memory is what it takes on disk
};

struct GgufValue {
  GgufType type = GgufType::u8;
  std::variant<std::uint64_t, std::int64_t, double, bool, std::string, GgufArray> data;
};

struct Gguf {
  std::uint32_t version = 0;
  std::map<std::string, GgufValue, std::less<>> values;
  std::vector<StoredTensor> tensors;  // in the order of the file's table

  // The value of a key as the type a reader needs: integers of any width for an integer, both floats for a number. nullopt
  // where there is no such key. Another type throws Refused (for use inside guarded()).
  std::optional<std::int64_t> integer(std::string_view key) const;
  std::optional<double> number(std::string_view key) const;  // an integer is one too
  std::optional<bool> flag(std::string_view key) const;
  std::optional<std::string> text(std::string_view key) const;
  std::optional<std::vector<std::string>> strings(std::string_view key) const;
  std::optional<std::vector<float>> floats(std::string_view key) const;
  std::optional<std::vector<std::int64_t>> integers(std::string_view key) const;

  const GgufValue* find(std::string_view key) const;
};

// Reads and checks header, keys and tensor table; never the tensors' data.
Result<Gguf> read_gguf(const File& file);

}  // namespace halftone
