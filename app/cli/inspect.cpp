// inspect: what a model is, and what it takes in every precision, without loading it.
#include "app/cli/command.h"

namespace halftone::cli {

namespace {

Json to_json(const std::optional<TokenizerInfo::Special>& token) {
  return token ? Json{{"id", token->id}, {"text", token->text}} : Json();
}

Json to_json(const TokenizerInfo& t) {
  Json json = {{"kind", t.kind.empty() ? Json() : Json(t.kind.english)}, {"source", t.source.english}, {"tokens", t.tokens}, {"bos", to_json(t.bos)},
               {"eos", to_json(t.eos)}, {"unknown", to_json(t.unknown)}, {"padding", to_json(t.padding)}, {"ends", Json::array()},
               {"reasoning", t.reasoning_open.empty() ? Json() : Json{t.reasoning_open, t.reasoning_close}}, {"trouble", nullptr}};
  for (const TokenizerInfo::Special& end : t.ends) json["ends"].push_back(to_json(std::optional(end)));
  if (t.trouble) json["trouble"] = {{"cause", t.trouble->cause.english}, {"remedy", t.trouble->remedy.english}};
  return json;
}

Json template_json(const ModelInfo& m) {
  Json names = Json::array(), variables = Json::array();
  for (const auto& named : m.named_templates) names.push_back(named.name);
  for (const TemplateVariable& variable : m.template_variables) variables.push_back(variable.name);
  return {{"names", names}, {"variables", variables},
          {"trouble", m.template_trouble.empty() ? Json() : Json(m.template_trouble.english)}};
}

std::string template_text(const ModelInfo& m) {
  if (m.chat_template.empty()) return "none: a plain one is used";
  std::string text = m.template_trouble.empty() ? "its own" : "its own, which cannot be used: a plain one is";
  std::vector<std::string> names, variables;
  for (const auto& named : m.named_templates) names.push_back(named.name);
  for (const TemplateVariable& variable : m.template_variables) variables.push_back(variable.name);
  if (!names.empty()) text += fmt::format("; by name: {}", fmt::join(names, ", "));
  if (!variables.empty()) text += fmt::format("; reads {}", fmt::join(variables, ", "));
  return text;
}

std::string tokenizer_text(const TokenizerInfo& t) {
  std::string text;
  const auto line = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) text += fmt::format("  {:<14}  {}\n", name, value);
  };
  const auto token = [](const std::optional<TokenizerInfo::Special>& special) {
    return special ? fmt::format("{} ({})", special->text, special->id) : std::string();
  };
  if (t.trouble) {
    line("tokenizer", "cannot be read, so the model cannot chat: " + t.trouble->cause.english);
    line("remedy", t.trouble->remedy.english);
  } else {
    line("tokenizer", fmt::format("{}, {} tokens, from {}", t.kind, t.tokens, t.source));
  }
  line("begins with", token(t.bos));
  line("ends with", token(t.eos));
  line("unknown", token(t.unknown));
  line("padding", token(t.padding));
  std::vector<std::string> ends;
  ends.reserve(t.ends.size());
  for (const TokenizerInfo::Special& end : t.ends) ends.push_back(token(end));
  line("stops at", fmt::format("{}", fmt::join(ends, ", ")));
  if (!t.reasoning_open.empty()) line("reasoning", fmt::format("{} … {}", t.reasoning_open, t.reasoning_close));
  return text;
}

Json to_json(const FitEstimate& fit, const Checkpoint& checkpoint) {
  const ModelInfo& m = fit.model;
  Json json = {{"name", m.name}, {"family", m.family}, {"container", m.container.english}, {"licence", m.licence}, {"parameters", m.parameters},
               {"stored_format", m.stored_format}, {"layers", m.layers}, {"heads", m.heads}, {"kv_heads", m.kv_heads},
               {"head_width", m.head_width}, {"width", m.width}, {"vocabulary", m.vocabulary}, {"positions", m.positions.english},
               {"trained_context", m.trained_context}, {"chat_template", !m.chat_template.empty()}, {"template", template_json(m)}, {"tokenizer", to_json(m.tokenizer)},
               {"notes", Json::array()},
               {"context", fit.context}, {"kv_cache_bytes", fit.kv_bytes},
               {"kv_cache_bytes_all_heads", fit.kv_bytes_all_heads}, {"activation_bytes", fit.activation_bytes},
               {"workspace_bytes", fit.workspace_bytes}, {"memory_total", fit.device_total}, {"memory_available", fit.device_available}};
  for (const Sentence& note : m.notes) json["notes"].push_back(note.english);
  for (const FitRow& row : fit.rows) {
    json["precisions"].push_back({{"weights", to_string(row.precision)},
                                  {"from", converted_from(checkpoint, row.precision)},
                                  {"weight_bytes", row.weight_bytes},
                                  {"total_bytes", row.total_bytes},
                                  {"fits", row.fits},
                                  {"devices", Json::array()}});
    for (const FitPart& part : row.parts) {
      json["precisions"].back()["devices"].push_back({{"device", part.device},
                                                      {"first_layer", part.layers.begin},
                                                      {"layers", part.layers.count()},
                                                      {"bytes", part.bytes},
                                                      {"available", part.available}});
    }
  }
  for (const WeightEntry& weight : checkpoint.weights) {
    json["tensors"].push_back({{"name", weight.stored_name}, {"role", to_string(weight.key)}, {"rows", weight.rows},
                               {"columns", weight.columns}, {"format", info(weight.stored).name}, {"bytes", weight.stored_bytes}});
  }
  json["ignored_tensors"] = checkpoint.ignored;
  return json;
}

std::string layers_text(const FitRow& row) {
  if (row.parts.size() == 1) return row.parts.front().device;
  std::string text;
  for (const FitPart& part : row.parts) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", part.device, part.layers.count());
  return text;
}

std::string to_text(const FitEstimate& fit, const Checkpoint& checkpoint) {
  const ModelInfo& m = fit.model;
  std::string text = fmt::format(
      "{}\n  family          {} ({})\n  parameters      {:.4g} M, stored as {}\n  layers          {}, width {}\n"
      "  attention       {} heads, {} kv heads, head width {}\n  positions       {}, trained for {} tokens\n  vocabulary      {}\n"
      "  chat template   {}\n",
      m.name, m.family, m.container, static_cast<double>(m.parameters) / 1e6, m.stored_format, m.layers, m.width, m.heads, m.kv_heads,
      m.head_width, m.positions, m.trained_context, m.vocabulary, template_text(m));
  text += tokenizer_text(m.tokenizer);
  if (!m.licence.empty()) text += fmt::format("  licence         {}\n", m.licence);
  for (const Sentence& note : m.notes) text += fmt::format("  note            {}\n", note);
  const std::string shared = m.kv_heads == m.heads ? "" : fmt::format(" ({} if each of its {} heads had its own)", bytes_text(fit.kv_bytes_all_heads), m.heads);
  text += fmt::format("\nAt a context of {} tokens: KV cache {}{}, activations {}, workspace {}. Memory: {} available of {}.\n\n", fit.context,
                      bytes_text(fit.kv_bytes), shared, bytes_text(fit.activation_bytes), bytes_text(fit.workspace_bytes),
                      bytes_text(fit.device_available), bytes_text(fit.device_total));
  std::vector<std::vector<std::string>> rows = {{"weights", "bytes", "in all", "fits", "layers on", "converted from"}};
  for (const FitRow& row : fit.rows) {
    rows.push_back({std::string(to_string(row.precision)), bytes_text(row.weight_bytes), bytes_text(row.total_bytes),
                    row.fits ? "yes" : "no", layers_text(row), converted_from(checkpoint, row.precision)});
  }
  text += table(rows) + "\n";
  std::vector<std::vector<std::string>> tensors = {{"tensor", "shape", "format", "bytes"}};
  for (const WeightEntry& w : checkpoint.weights) {
    tensors.push_back({w.stored_name, fmt::format("{} x {}", w.rows, w.columns), std::string(info(w.stored).name), bytes_text(w.stored_bytes)});
  }
  return text + table(tensors);
}

}  // namespace

void add_inspect(CLI::App& app, Run& run) {
  auto* command = app.add_subcommand("inspect", "what a model is; tensors; bytes needed per precision and context");
  auto options = std::make_shared<CommonOptions>();
  auto subject = std::make_shared<Subject>();
  add_subject(*command, *subject);
  add_engine_options(*command, *options);
  command->callback([=, &run] {
    subject->require();
    run = [=]() -> Result<void> {
      auto settings = options->settings();
      if (!settings) return pass_on(std::move(settings));
      auto checkpoint = subject->checkpoint();
      if (!checkpoint) return pass_on(std::move(checkpoint));
      auto fit = estimate_fit(*checkpoint, *settings);
      if (!fit) return pass_on(std::move(fit));
      put("{}", options->json ? to_json(*fit, *checkpoint).dump(2) + "\n" : to_text(*fit, *checkpoint));
      return {};
    };
  });
}

}  // namespace halftone::cli
