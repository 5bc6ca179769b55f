#include "engine/load/stored_name.h"

#include <algorithm>
#include <map>

#include "engine/spec/weight_shapes.h"

namespace halftone {

namespace {

struct FileType {
  std::uint64_t number;
  std::string_view name;
};

// Source: enum llama_ftype of llama.cpp; the gaps are types that were removed. Floats as this program spells them.
constexpr FileType kFileTypes[] = {
    {0, "f32"},      {1, "f16"},      {2, "Q4_0"},    {3, "Q4_1"},     {7, "Q8_0"},    {8, "Q5_0"},    {9, "Q5_1"},   {10, "Q2_K"},
    {11, "Q3_K_S"},  {12, "Q3_K_M"},  {13, "Q3_K_L"}, {14, "Q4_K_S"},  {15, "Q4_K_M"}, {16, "Q5_K_S"}, {17, "Q5_K_M"}, {18, "Q6_K"},
    {19, "IQ2_XXS"}, {20, "IQ2_XS"},  {21, "Q2_K_S"}, {22, "IQ3_XS"},  {23, "IQ3_XXS"}, {24, "IQ1_S"}, {25, "IQ4_NL"}, {26, "IQ3_S"},
    {27, "IQ3_M"},   {28, "IQ2_S"},   {29, "IQ2_M"},  {30, "IQ4_XS"},  {31, "IQ1_M"},  {32, "bf16"},   {36, "TQ1_0"},  {37, "TQ2_0"},
    {38, "MXFP4"},
};

bool is_super(Format format) { return format >= Format::q2_k && format <= Format::q6_k; }

// The layers' matrices; in a model without any, all of them.
std::map<Format, std::int64_t> bytes_by_format(const Checkpoint& checkpoint) {
  std::map<Format, std::int64_t> layers, all;
  for (const WeightEntry& entry : checkpoint.weights) {
    if (is_vector(entry.key.role)) continue;
    all[entry.stored] += entry.stored_bytes;
    if (entry.key.layer != kNoLayer) layers[entry.stored] += entry.stored_bytes;
  }
  return layers.empty() ? all : layers;
}

// Which of llama.cpp's mixtures it is. Where rows are no multiple of 256, older blocks stand in for some of a mixture's, so any K-blocks
// at all make it one. The sixth is only ever the finer part of it. Recipes: llama.cpp's quantiser, which gives value and down projections
// more bits in _M and _L.
std::string mixture(const std::map<Format, std::int64_t>& bytes) {
  const auto of = [&](Format format) {
    const auto found = bytes.find(format);
    return found == bytes.end() ? 0 : found->second;
  };
  Format base = Format::q6_k;
  for (const Format format : {Format::q5_k, Format::q4_k, Format::q3_k, Format::q2_k})
    if (of(format) > 0 && (base == Format::q6_k || of(format) > of(base))) base = format;
  std::string name(info(base).name);
  if (base == Format::q5_k || base == Format::q4_k) return name + (of(Format::q6_k) > 0 ? "_M" : "_S");
  if (base == Format::q3_k) return name + (of(Format::q4_k) > 0 ? "_M" : of(Format::q5_k) > 0 ? "_L" : "_S");
  return name;
}

// A mixture's name tells nothing that could be checked; one format's name must be the name of something that is there.
bool is_believable(const std::string& declared, const std::map<Format, std::int64_t>& bytes) {
  const FormatInfo* const format = find_format(declared);
  return !declared.empty() && (!format || is_super(format->format) || bytes.contains(format->format));
}

}  // namespace

std::string_view gguf_file_type(std::uint64_t number) {
  constexpr std::uint64_t kGuessed = 1024;  // a flag: a converter guessed it
  const auto row = std::ranges::find(kFileTypes, number & ~kGuessed, &FileType::number);
  return row == std::end(kFileTypes) ? "" : row->name;
}

std::string stored_name(const Checkpoint& checkpoint) {
  const std::map<Format, std::int64_t> bytes = bytes_by_format(checkpoint);
  const auto most = std::ranges::max_element(bytes, {}, [](const auto& entry) { return entry.second; });
  const bool quantised = most != bytes.end() && info(most->first).quantised;
  if (!quantised) return std::string(info(checkpoint.stored_format).name);
  if (is_believable(checkpoint.declared_type, bytes)) return checkpoint.declared_type;
  if (std::ranges::any_of(bytes, [](const auto& entry) { return is_super(entry.first); })) return mixture(bytes);
  return std::string(info(most->first).name);
}

}  // namespace halftone
