// A checkpoint in the words that inspect and the window show.
#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "engine/generate/model_template.h"
#include "engine/generate/opened_model.h"
#include "engine/load/stored_name.h"

namespace halftone {

namespace {

struct ScalingText {
  std::string operator()(std::monostate) const { return ""; }
  std::string operator()(const LinearScaling& s) const { return fmt::format(", linear ×{:g}", s.factor); }
  std::string operator()(const NtkScaling& s) const { return fmt::format(", dynamic NTK ×{:g}", s.factor); }
  std::string operator()(const YarnScaling& s) const { return fmt::format(", yarn ×{:g}", s.factor); }
  std::string operator()(const Llama3Scaling& s) const { return fmt::format(", llama3 ×{:g}", s.factor); }
  std::string operator()(const LongRopeScaling&) const { return ", longrope"; }
};

struct PositionText {
  Sentence operator()(const NoPosition&) const { return Sentence("none"); }
  Sentence operator()(const Sinusoidal&) const { return Sentence("sinusoidal"); }
  Sentence operator()(const Learned& p) const { return sentence("learned, {} rows", p.count); }
  Sentence operator()(const RopeParams& p) const { return Sentence(fmt::format("RoPE θ {:g}{}", p.theta, std::visit(ScalingText{}, p.scaling))); }
  Sentence operator()(const Alibi& p) const { return sentence("ALiBi, bias up to {:g}", p.max_bias); }
};

bool knows_positions(const LayerSpec& layer) { return !std::holds_alternative<NoPosition>(layer.attention.position); }

// How the model knows the order of tokens: at its input, or as its layers do that see all, since those with a window have a RoPE of their
// own in some models. Which layers have a window, and which know no positions.
Sentence positions_of(const ModelSpec& spec) {
  const auto layers = std::ssize(spec.layers);
  const bool at_input = !std::holds_alternative<NoPosition>(spec.position);
  const auto sees_all = [](const LayerSpec& layer) { return layer.attention.window == 0 && knows_positions(layer); };
  auto place = std::ranges::find_if(spec.layers, sees_all);
  if (place == spec.layers.end()) place = std::ranges::find_if(spec.layers, knows_positions);
  const Position in_layers = place == spec.layers.end() ? Position(NoPosition{}) : place->attention.position;
  Sentence text = std::visit(PositionText{}, at_input ? spec.position : in_layers);

  const auto windowed = std::ranges::find_if(spec.layers, [](const LayerSpec& layer) { return layer.attention.window > 0; });
  if (windowed != spec.layers.end()) {
    const auto count = std::ranges::count_if(spec.layers, [](const LayerSpec& layer) { return layer.attention.window > 0; });
    const std::int64_t window = windowed->attention.window;
    text = count == layers ? sentence("{}, sliding window {}", text, window)
                           : sentence("{}, sliding window {} in {} of {} layers", text, window, count, layers);
  }
  const auto without = std::ranges::count_if(spec.layers, std::not_fn(knows_positions));
  return at_input || without == 0 || without == layers ? text : sentence("{}, none in {} of {} layers", text, without, layers);
}

// Positions that are added to the input are in queries and keys from the first layer on.
Sentence why_not_without_position(const ModelSpec& spec) {
  if (!std::holds_alternative<NoPosition>(spec.position))
    return Sentence("the model's positions are added to its input: there is no attention without them");
  return std::ranges::none_of(spec.layers, knows_positions) ? Sentence("the model encodes no positions") : Sentence();
}

}  // namespace

ModelInfo describe(const Checkpoint& checkpoint, const Result<std::unique_ptr<Tokenizer>>& tokenizer) {
  const ModelSpec& spec = checkpoint.spec;
  const AttentionSpec& attention = spec.layers.front().attention;
  ModelInfo info;
  info.path = checkpoint.path;
  info.name = spec.name;
  info.family = spec.family;
  info.container = checkpoint.container;
  info.licence = checkpoint.licence;
  info.stored_format = stored_name(checkpoint);
  info.parameters = spec.parameters();
  info.layers = static_cast<std::int64_t>(spec.layers.size());
  info.heads = attention.heads;
  info.kv_heads = attention.kv_heads;
  info.head_width = attention.head_width;
  info.width = spec.width;
  info.vocabulary = spec.vocabulary;
  info.positions = positions_of(spec);
  info.rope = std::ranges::any_of(spec.layers, [](const LayerSpec& layer) { return std::holds_alternative<RopeParams>(layer.attention.position); });
  info.why_not_without_position = why_not_without_position(spec);
  info.trained_context = spec.trained_context;
  info.position_limit = spec.position_limit();
  info.chat_template = checkpoint.chat_template.value_or("");
  for (const auto& [name, source] : checkpoint.named_templates) info.named_templates.push_back({name, source});
  info.tokenizer = describe_tokenizer(checkpoint, tokenizer);
  info.notes = checkpoint.notes;
  const std::vector<Sentence>& odd = tokenizer ? (*tokenizer)->data().notes : checkpoint.tokenizer.notes;
  info.notes.insert(info.notes.end(), odd.begin(), odd.end());
  // The default template alone: it always gives one or its trouble.
  const auto own = choose_template(checkpoint, {});
  if (own && checkpoint.chat_template) info.template_variables = own->chat_template.variables();
  if (own && own->trouble) {
    info.template_trouble = own->trouble->cause;
    info.notes.push_back(sentence("{}; without another, the plain dialogue is used", own->trouble->cause));
  }
  info.defaults = checkpoint.generation;
  return info;
}

}  // namespace halftone
