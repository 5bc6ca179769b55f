#include "engine/load/notes.h"

#include <fmt/format.h>

namespace halftone {

namespace {

std::string thousands(std::int64_t number) {
  return number < 1000 ? fmt::format("{}", number) : fmt::format("{},{:03}", thousands(number / 1000), number % 1000);
}

struct ScalingText {
  std::string operator()(std::monostate) const { return ""; }
  std::string operator()(const LinearScaling& s) const { return fmt::format("linear ×{}", s.factor); }
  std::string operator()(const NtkScaling& s) const { return fmt::format("dynamic NTK ×{}", s.factor); }
  std::string operator()(const YarnScaling& s) const { return fmt::format("yarn ×{}", s.factor); }
  std::string operator()(const Llama3Scaling& s) const { return fmt::format("llama3 ×{}", s.factor); }
  std::string operator()(const LongRopeScaling&) const { return "longrope"; }
};

}  // namespace

void add_notes(Checkpoint& checkpoint) {
  std::vector<Sentence>& notes = checkpoint.notes;
  Sentence context = sentence("trained for {} tokens", thousands(checkpoint.spec.trained_context));
  const auto add = [&](const Sentence& more) { context = sentence("{}; {}", context, more); };
  for (const LayerSpec& layer : checkpoint.spec.layers) {
    const auto* rope = std::get_if<RopeParams>(&layer.attention.position);
    if (!rope || (std::holds_alternative<std::monostate>(rope->scaling) && rope->frequency_factors.empty())) continue;
    if (const std::string scaling = std::visit(ScalingText{}, rope->scaling); !scaling.empty()) add(sentence("rope scaling {}", scaling));
    if (!rope->frequency_factors.empty()) add(Sentence("rope scaling by stored factors"));
    break;
  }
  std::int64_t windowed = 0, window = 0;
  for (const LayerSpec& layer : checkpoint.spec.layers)
    if (layer.attention.window > 0) ++windowed, window = layer.attention.window;
  const auto layers = static_cast<std::int64_t>(checkpoint.spec.layers.size());
  if (windowed == layers) add(sentence("each token sees the last {}", thousands(window)));
  if (windowed > 0 && windowed < layers)
    add(sentence("in {} of {} layers each token sees the last {}", windowed, layers, thousands(window)));
  if (const std::int64_t limit = checkpoint.spec.position_limit(); limit > 0) add(Sentence("its learned positions end there"));
  notes.push_back(std::move(context));
  if (checkpoint.tokenizer.kind == TokenizerData::Kind::none)
    notes.push_back(Sentence("no tokenizer: logits and measurements work, chat does not"));
  else if (!checkpoint.chat_template)
    notes.push_back(Sentence("no chat template: a base model, or one whose template is not stored"));
  notes.insert(notes.end(), checkpoint.tokenizer.notes.begin(), checkpoint.tokenizer.notes.end());
}

}  // namespace halftone
