#include "engine/load/stored_tensor.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace halftone {

namespace {

struct GgufRow {
  std::uint32_t id;
  StorageType type;
};

// Source: the GGUF specification and ggml's type table. bytes 0: removed from the format.
constexpr GgufRow kGguf[] = {
    {0, {"F32", 1, 4, Format::f32}},
    {1, {"F16", 1, 2, Format::f16}},
    {2, {"Q4_0", 32, 18, Format::q4_0}},
    {3, {"Q4_1", 32, 20, Format::q4_1}},
    {4, {"Q4_2", 1, 0, {}}},
    {5, {"Q4_3", 1, 0, {}}},
    {6, {"Q5_0", 32, 22, Format::q5_0}},
    {7, {"Q5_1", 32, 24, Format::q5_1}},
    {8, {"Q8_0", 32, 34, Format::q8_0}},
    {9, {"Q8_1", 32, 36, {}}},
    {10, {"Q2_K", 256, 84, Format::q2_k}},
    {11, {"Q3_K", 256, 110, Format::q3_k}},
    {12, {"Q4_K", 256, 144, Format::q4_k}},
    {13, {"Q5_K", 256, 176, Format::q5_k}},
    {14, {"Q6_K", 256, 210, Format::q6_k}},
    {15, {"Q8_K", 256, 292, {}}},
    {16, {"IQ2_XXS", 256, 66, {}}},
    {17, {"IQ2_XS", 256, 74, {}}},
    {18, {"IQ3_XXS", 256, 98, {}}},
    {19, {"IQ1_S", 256, 50, {}}},
    {20, {"IQ4_NL", 32, 18, Format::iq4_nl}},
    {21, {"IQ3_S", 256, 110, {}}},
    {22, {"IQ2_S", 256, 82, {}}},
    {23, {"IQ4_XS", 256, 136, Format::iq4_xs}},
    {24, {"I8", 1, 1, {}}},
    {25, {"I16", 1, 2, {}}},
    {26, {"I32", 1, 4, {}}},
    {27, {"I64", 1, 8, {}}},
    {28, {"F64", 1, 8, {}}},
    {29, {"IQ1_M", 256, 56, {}}},
    {30, {"BF16", 1, 2, Format::bf16}},
    {31, {"Q4_0_4_4", 1, 0, {}}},
    {32, {"Q4_0_4_8", 1, 0, {}}},
    {33, {"Q4_0_8_8", 1, 0, {}}},
    {34, {"TQ1_0", 256, 54, {}}},
    {35, {"TQ2_0", 256, 66, {}}},
    {36, {"IQ4_NL_4_4", 1, 0, {}}},
    {37, {"IQ4_NL_4_8", 1, 0, {}}},
    {38, {"IQ4_NL_8_8", 1, 0, {}}},
    {39, {"MXFP4", 32, 17, {}}},
};

constexpr StorageType kSafetensors[] = {
    {"F32", 1, 4, Format::f32}, {"F16", 1, 2, Format::f16}, {"BF16", 1, 2, Format::bf16},
    {"F64", 1, 8, {}},          {"F8_E4M3", 1, 1, {}},      {"F8_E5M2", 1, 1, {}},
    {"F8_E8M0", 1, 1, {}},      {"BOOL", 1, 1, {}},         {"U8", 1, 1, {}},
    {"I8", 1, 1, {}},           {"U16", 1, 2, {}},          {"I16", 1, 2, {}},
    {"U32", 1, 4, {}},          {"I32", 1, 4, {}},          {"U64", 1, 8, {}},
    {"I64", 1, 8, {}},          {"C64", 1, 8, {}},          {"F4", 2, 1, {}},
};

}  // namespace

const StorageType* gguf_storage(std::uint32_t id) {
  const auto row = std::ranges::find(kGguf, id, &GgufRow::id);
  return row == std::end(kGguf) ? nullptr : &row->type;
}

const StorageType* safetensors_storage(std::string_view dtype) {
  const auto row = std::ranges::find(kSafetensors, dtype, &StorageType::name);
  return row == std::end(kSafetensors) ? nullptr : row;
}

const StorageType* quantised_storage(Format format) {
  static const std::vector<StorageType> types = [] {
    std::vector<StorageType> rows;
    for (const FormatInfo& f : formats()) rows.push_back({f.name, f.group, f.block_bytes, f.format});
    return rows;
  }();
  return &types[static_cast<std::size_t>(format)];
}

std::string shape_text(const std::vector<std::int64_t>& shape) { return fmt::format("({})", fmt::join(shape, ", ")); }

}  // namespace halftone
