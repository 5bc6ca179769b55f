// Folders whose weights others quantised: what `quantization_config` says, and the layers it is about.
// Methods: GPTQ (8, 4, 3, 2 bits), AWQ (4), bitsandbytes (int8, nf4, fp4). What is not quantised in such a folder is stored as ever.
#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

#include "engine/base/file.h"
#include "engine/load/stored_tensor.h"

namespace halftone {

enum class QuantisationMethod : std::uint8_t { none, gptq, awq, bnb_int8, bnb_4bit };

struct Quantisation {
  QuantisationMethod method = QuantisationMethod::none;
  int bits = 0;
  std::int64_t group = 0;      // columns with one scale; -1: a whole row (GPTQ, AWQ)
  bool zero_less_one = false;  // zero points are stored one lower than they are: GPTQ's first checkpoint format

  std::string name() const;  // "GPTQ-4bit"; empty: none
  Sentence text() const;  // "GPTQ, 4 bits, groups of 128"
};

// Reads a `quantization_config`, or GPTQ's older quantize_config.json. An unknown method, width, group or layout throws Refused.
Quantisation read_quantisation(const nlohmann::json& settings);

// Puts, for every quantised layer, one tensor `<layer>.weight` of its shape (N, K) in the place of those that make it up; checks their
// types and shapes. Small tensors (tables, JSON) are read from the files. Throws Refused.
void join_quantised_layers(const Quantisation& quantisation, const std::vector<File>& files, std::vector<StoredTensor>& tensors);

}  // namespace halftone
