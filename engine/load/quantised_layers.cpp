#include "engine/load/quantised_layers.h"

#include "engine/base/refuse.h"
#include "engine/load/bitsandbytes_layers.h"
#include "engine/load/integer_layers.h"

namespace halftone {

namespace {

using nlohmann::json;

constexpr char kOther[] = "Choose the unquantised model (it can be quantised here), one of these methods, or a GGUF file.";
constexpr const char* kKnown = "gptq, awq and bitsandbytes are known";

std::string text(const json& settings, const char* key, std::string otherwise = "") {
  const auto value = settings.find(key);
  if (value == settings.end() || value->is_null()) return otherwise;
  if (!value->is_string()) refuse(ErrorKind::malformed, "", "'quantization_config.{}' is no text", std::string_view(key));
  return value->get<std::string>();
}
bool flag(const json& settings, const char* key) {
  const auto value = settings.find(key);
  if (value == settings.end() || value->is_null()) return false;
  if (!value->is_boolean()) refuse(ErrorKind::malformed, "", "'quantization_config.{}' is neither true nor false", std::string_view(key));
  return value->get<bool>();
}
std::int64_t integer(const json& settings, const char* key, std::optional<std::int64_t> otherwise) {
  const auto value = settings.find(key);
  if (value == settings.end() || value->is_null()) {
    if (!otherwise) refuse(ErrorKind::malformed, "", "'quantization_config.{}' is missing", std::string_view(key));
    return *otherwise;
  }
  if (!value->is_number_integer()) refuse(ErrorKind::malformed, "", "'quantization_config.{}' is no whole number", std::string_view(key));
  return value->get<std::int64_t>();
}

std::int64_t group_size(const json& settings) {
  const std::int64_t group = integer(settings, "group_size", 128);
  if (group != -1 && (group < 1 || group > 1 << 30))
    refuse(ErrorKind::malformed, "", "'quantization_config.group_size' is {}; it is -1 (a whole row) or a number of columns", group);
  return group;
}

Quantisation read_gptq(const json& settings) {
  Quantisation q{.method = QuantisationMethod::gptq, .group = group_size(settings)};
  const std::int64_t bits = integer(settings, "bits", std::nullopt);
  if (bits != 2 && bits != 3 && bits != 4 && bits != 8)
    refuse(ErrorKind::unsupported, kOther, "its weights are quantised by GPTQ with {} bits; 2, 3, 4 and 8 are known", bits);
  q.bits = static_cast<int>(bits);
  const std::string layout = text(settings, "checkpoint_format", "gptq");
  if (layout != "gptq" && layout != "gptq_v2")
    refuse(ErrorKind::unsupported, kOther, "its GPTQ weights are stored in the layout '{}'; gptq and gptq_v2 are known", layout);
  q.zero_less_one = layout == "gptq";
  if (const std::string words = text(settings, "pack_dtype", "int32"); words != "int32")
    refuse(ErrorKind::unsupported, kOther, "its GPTQ weights are packed in words of {}; int32 is known", words);
  if (const auto dynamic = settings.find("dynamic"); dynamic != settings.end() && !dynamic->is_null() && !dynamic->empty())
    refuse(ErrorKind::unsupported, kOther,
           "its layers are quantised by GPTQ each in its own way ('dynamic'); only one way for all can be read");
  return q;
}

Quantisation read_awq(const json& settings) {
  Quantisation q{.method = QuantisationMethod::awq, .group = group_size(settings)};
  const std::int64_t bits = integer(settings, "bits", 4);
  if (bits != 4) refuse(ErrorKind::unsupported, kOther, "its weights are quantised by AWQ with {} bits; 4 are known", bits);
  q.bits = 4;
  std::string version = text(settings, "version", "gemm");
  for (char& c : version) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (version != "gemm") refuse(ErrorKind::unsupported, kOther, "its AWQ weights are stored in the layout '{}'; gemm is known", version);
  return q;
}

Quantisation read_bitsandbytes(const json& settings) {
  const bool eight = flag(settings, "load_in_8bit") || flag(settings, "_load_in_8bit");
  const bool four = flag(settings, "load_in_4bit") || flag(settings, "_load_in_4bit");
  if (eight == four)
    refuse(ErrorKind::malformed, kOther,
           "its weights are quantised by bitsandbytes, but the settings say {} of load_in_8bit and load_in_4bit",
           eight ? noun("both") : noun("neither"));
  return {.method = eight ? QuantisationMethod::bnb_int8 : QuantisationMethod::bnb_4bit, .bits = eight ? 8 : 4};
}

}  // namespace

std::string Quantisation::name() const {
  switch (method) {
    case QuantisationMethod::gptq: return fmt::format("GPTQ-{}bit", bits);
    case QuantisationMethod::awq: return fmt::format("AWQ-{}bit", bits);
    case QuantisationMethod::bnb_int8:
    case QuantisationMethod::bnb_4bit: return fmt::format("bnb-{}bit", bits);
    case QuantisationMethod::none: break;
  }
  return "";
}

Sentence Quantisation::text() const {
  const Sentence groups = group == -1 ? Sentence("one group a row") : sentence("groups of {}", group);
  switch (method) {
    case QuantisationMethod::gptq: return sentence("GPTQ, {} bits, {}", bits, groups);
    case QuantisationMethod::awq: return sentence("AWQ, {} bits, {}", bits, groups);
    case QuantisationMethod::bnb_int8: return Sentence("bitsandbytes, int8 with one scale a row");
    case QuantisationMethod::bnb_4bit: return Sentence("bitsandbytes, 4 bits");
    case QuantisationMethod::none: break;
  }
  return {};
}

Quantisation read_quantisation(const json& settings) {
  if (!settings.is_object()) refuse(ErrorKind::malformed, "", "'quantization_config' is no object");
  std::string method = text(settings, "quant_method");
  if (method.empty() && (settings.contains("load_in_8bit") || settings.contains("load_in_4bit"))) method = "bitsandbytes";
  if (method == "gptq") return read_gptq(settings);
  if (method == "awq") return read_awq(settings);
  if (method == "bitsandbytes") return read_bitsandbytes(settings);
  refuse(ErrorKind::unsupported, kOther, "its weights are quantised {}, which this program cannot read; {}",
         method.empty() ? Sentence("by a method that is not named") : sentence("by '{}'", method), Sentence(kKnown));
}

void join_quantised_layers(const Quantisation& quantisation, const std::vector<File>& files, std::vector<StoredTensor>& tensors) {
  if (quantisation.method == QuantisationMethod::none) return;
  LayerTensors layers(files, tensors);
  if (quantisation.method == QuantisationMethod::gptq || quantisation.method == QuantisationMethod::awq)
    join_integer_layers(quantisation, layers);
  else
    join_bitsandbytes_layers(layers);
  tensors = std::move(layers).rest();
}

}  // namespace halftone
