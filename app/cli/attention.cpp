// attention: where each token looks, in one head of one layer.
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

#include "app/cli/command.h"

namespace halftone::cli {

namespace {

struct AttentionOptions : CommonOptions {
  std::string model, tokens, text;
  std::int64_t layer = 0, head = 0;
  bool without_position = false;
};

Result<std::vector<TokenId>> tokens_of(const LocalEngine& engine, const AttentionOptions& options) {
  if (!options.text.empty()) return engine.tokenizer()->encode_whole(options.text);
  return parse_tokens(options.tokens, engine.model().vocabulary);
}

Json figures(const AttentionTriangle& triangle) {
  Json json = {{"looks_back", triangle.looks_back()}, {"rows", Json::array()}};
  for (std::int64_t i = 0; i < triangle.tokens(); ++i) {
    Json largest = Json::array(), weights = Json::array();
    for (const Look& look : triangle.largest(i)) largest.push_back({{"token", look.token}, {"share", look.share}});
    for (const F16 weight : triangle.row(i)) weights.push_back(weight.to_float());
    json["rows"].push_back({{"looks_back", triangle.looks_back(i)}, {"largest", std::move(largest)}, {"weights", std::move(weights)}});
  }
  return json;
}

// One head, as text.
class Table {
 public:
  Table(const AttentionRows& rows, const Tokenizer* tokenizer) : rows_(rows), tokenizer_(tokenizer) {}

  std::string of(const AttentionTriangle& triangle, const std::optional<AttentionTriangle>& without) const {
    std::vector<std::vector<std::string>> lines = {{"token", "looks back", "looks at"}};
    if (without) lines.front().insert(lines.front().end(), {"without position", "looks at"});
    for (std::int64_t i = 0; i < triangle.tokens(); ++i) {
      lines.push_back({name(i)});
      add(lines.back(), triangle, i);
      if (without) add(lines.back(), *without, i);
    }
    lines.push_back({"mean", fmt::format("{:.1f}", triangle.looks_back())});
    if (without) lines.back().insert(lines.back().end(), {"", fmt::format("{:.1f}", without->looks_back())});
    return table(lines);
  }

 private:
  std::string name(std::int64_t i) const {
    const TokenId id = rows_.tokens()[static_cast<std::size_t>(i)];
    if (!tokenizer_) return fmt::format("{} {}", i, id);
    return fmt::format("{} {}", i, tokenizer_->is_control(id) ? tokenizer_->piece(id) : quoted(*tokenizer_, id));
  }
  void add(std::vector<std::string>& line, const AttentionTriangle& triangle, std::int64_t i) const {
    std::vector<std::string> looks;
    std::ranges::transform(triangle.largest(i), std::back_inserter(looks),
                           [&](const Look& look) { return fmt::format("{} {:.0f} %", name(look.token), 100 * look.share); });
    line.insert(line.end(), {fmt::format("{:.1f}", triangle.looks_back(i)), fmt::format("{}", fmt::join(looks, " · "))});
  }

  const AttentionRows& rows_;
  const Tokenizer* tokenizer_;
};

Json json_of(const AttentionRows& rows, const LocalEngine& engine, const AttentionOptions& options) {
  Json tokens = Json::array();
  for (const TokenId id : rows.tokens())
    tokens.push_back({{"token", id}, {"text", engine.tokenizer() ? Json(engine.tokenizer()->decode(id)) : Json()}});
  Json json = {{"model", engine.model().name},
               {"device", engine.device_name().english},
               {"positions", engine.model().positions.english},
               {"layer", options.layer},
               {"head", options.head},
               {"left_out", rows.left_out()},
               {"bytes", rows.bytes()},
               {"tokens", std::move(tokens)},
               {"attention", figures(rows.as_it_is(options.layer, options.head))}};
  if (rows.has_without_position()) json["without_position"] = figures(rows.without_position(options.layer, options.head));
  return json;
}

Result<void> show(const AttentionOptions& options) {
  auto opened = open_local(options.model, options, options.text.empty() ? Needs::tokens : Needs::text);
  if (!opened) return pass_on(std::move(opened));
  LocalEngine& engine = **opened;
  const Sentence& fixed = engine.model().why_not_without_position;
  if (options.without_position && !fixed.empty()) return fail(ErrorKind::unsupported, "Leave --without-position out.", "{}", fixed);
  auto tokens = tokens_of(engine, options);
  if (!tokens) return pass_on(std::move(tokens));
  AttentionQuery query{
      .tokens = *std::move(tokens), .first_layer = options.layer, .first_head = options.head, .without_position = options.without_position};
  auto rows = engine.attention_rows(query, {}, {});
  if (!rows) return pass_on(std::move(rows));
  if (rows->left_out() > 0)
    note("Of {} tokens the last {}, read as if nothing stood before them.\n", query.tokens.size(), rows->tokens().size());
  if (options.json) {
    put("{}\n", json_of(*rows, engine, options).dump(-1, ' ', false, Json::error_handler_t::replace));
    return {};
  }
  std::optional<AttentionTriangle> without;
  if (rows->has_without_position()) without = rows->without_position(options.layer, options.head);
  put("{}", Table(*rows, engine.tokenizer()).of(rows->as_it_is(options.layer, options.head), without));
  return {};
}

}  // namespace

void add_attention(CLI::App& app, Run& run) {
  auto options = std::make_shared<AttentionOptions>();
  auto* command =
      app.add_subcommand("attention", "where each token looks, softmax(QKᵀ) of one layer and head; with and without the position encoding");
  command->add_option("MODEL", options->model)->required();
  auto* text = command->add_option("--text", options->text, "a text, with what the model expects before one");
  auto* tokens = command->add_option("--tokens", options->tokens, "\"1 2 3\" in place of a text: needs no tokenizer")->excludes(text);
  command->add_option("--layer", options->layer, "from 0")->required()->check(CLI::NonNegativeNumber);
  command->add_option("--head", options->head, "from 0, a query head")->required()->check(CLI::NonNegativeNumber);
  command->add_flag("--without-position", options->without_position,
                    "beside it the same queries and keys unrotated (RoPE) or without the bias (ALiBi)");
  add_engine_options(*command, *options);
  command->callback([=, &run] {
    if (text->empty() && tokens->empty()) throw CLI::RequiredError("--text or --tokens");
    run = [=] { return show(*options); };
  });
}

}  // namespace halftone::cli
