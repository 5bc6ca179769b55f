#include "app/cli/doubts.h"

#include <fmt/ranges.h>

#include <algorithm>

namespace halftone::cli {

namespace {

Json json_of(const Candidate& candidate, const Tokenizer& tokenizer) {
  return {{"token", candidate.token}, {"text", tokenizer.decode(candidate.token)}, {"probability", candidate.probability}};
}

std::string text_of(const Candidate& candidate, const Tokenizer& tokenizer) {
  return fmt::format("{} {:.1f} %", quoted(tokenizer, candidate.token), 100 * candidate.probability);
}

}  // namespace

Json doubts_json(const std::vector<Doubt>& doubts, const Tokenizer& tokenizer) {
  Json all = Json::array();
  for (const Doubt& doubt : doubts) {
    Json one = json_of(doubt.chosen, tokenizer);
    one["entropy"] = doubt.entropy;
    one["likeliest"] = Json::array();
    for (const Candidate& candidate : doubt.likeliest) one["likeliest"].push_back(json_of(candidate, tokenizer));
    all.push_back(std::move(one));
  }
  return all;
}

std::string doubts_table(const std::vector<Doubt>& doubts, const Tokenizer& tokenizer) {
  std::vector<std::vector<std::string>> rows = {{"said", "entropy, nats", "likeliest"}};
  for (const Doubt& doubt : doubts) {
    std::vector<std::string> likeliest;
    std::ranges::transform(doubt.likeliest, std::back_inserter(likeliest), [&](const Candidate& c) { return text_of(c, tokenizer); });
    rows.push_back({text_of(doubt.chosen, tokenizer), fmt::format("{:.2f}", doubt.entropy), fmt::format("{}", fmt::join(likeliest, " · "))});
  }
  return table(rows);
}

}  // namespace halftone::cli
