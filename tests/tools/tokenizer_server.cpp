// A tokenizer behind two pipes, for the scripts that hold it against other libraries. argv: a model (folder, file or tokenizer.json).
// A line in, a line out, both JSON:
//   {"text": …} or {"hex": …}, with "special": true for text that may hold control tokens, "whole": true for a text by itself  -> {"ids": […]}
//   {"texts": [[text, kind], …]}, kind 0 typed, 1 trusted, 2 whole; a text is a string or {"hex": …}  -> {"ids": [[…], …]}
//   {"ids": […]} or {"lists": [[…], …]}  -> {"text": …} or {"texts": [[decoded, streamed], …]}
//   {"marks": true}  -> {"marks": [[id, text, hidden], …]}: the tokens that only a template may write, and which of them a reply does not show
//   {"documents": [text, …], "rounds": n}: each as typed, timed  -> {"ids": [[…], …], "seconds": best round}
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <random>

#include "engine/base/refuse.h"
#include "engine/load/checkpoint.h"
#include "engine/load/tokenizer_json.h"
#include "engine/tokenizer/tokenizer.h"
#include "engine/base/utf8_stream.h"

using namespace halftone;
using nlohmann::json;
using Ids = std::vector<TokenId>;

namespace {

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// A file that ends in .json is a tokenizer.json by itself, whatever lies beside it.
Result<TokenizerData> read(const std::string& path) {
  if (!path.ends_with(".json")) return read_tokenizer(path);
  return guarded(path, [&] {
    TokenizerData data;
    read_tokenizer_json(read_file(path), data);
    return data;
  });
}

std::string bytes_of(const json& text) {
  if (text.is_string()) return text.get<std::string>();
  const std::string hex = text["hex"];
  std::string bytes;
  for (std::size_t at = 0; at + 1 < hex.size(); at += 2) bytes += static_cast<char>(std::stoi(hex.substr(at, 2), nullptr, 16));
  return bytes;
}

enum Kind { typed, trusted, whole };

Ids encode(const Tokenizer& tokenizer, const std::string& text, int kind) {
  if (kind == whole) return tokenizer.encode_whole(text);
  if (kind == typed) return tokenizer.encode(text);
  return tokenizer.encode(std::vector<TextSpan>{{text, true}});
}

// As a reply arrives: a token at a time, the bytes handed on in heaps of any size.
std::string streamed(const Tokenizer& tokenizer, const Ids& ids, std::mt19937& random) {
  DecodeState state;
  Utf8Stream characters;
  std::string text, heap;
  for (const TokenId id : ids) {
    heap += tokenizer.decode(id, state);
    if (random() % 2) text += characters.push(std::exchange(heap, {}));
  }
  heap += tokenizer.finish(state);
  text += characters.push(heap);
  return text + characters.finish();
}

json timed(const Tokenizer& tokenizer, const std::vector<std::string>& documents, int rounds) {
  double best = 1e9;
  std::vector<Ids> ids(documents.size());
  for (; rounds > 0; --rounds) {
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < documents.size(); ++i) ids[i] = tokenizer.encode(documents[i]);
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  return {{"ids", ids}, {"seconds", best}};
}

json answer(const Tokenizer& tokenizer, const json& question, std::mt19937& random) {
  if (question.contains("marks")) {
    json marks = json::array();
    for (TokenId id = 0; id < tokenizer.vocabulary_size(); ++id)
      if (tokenizer.is_control(id)) marks.push_back({id, tokenizer.piece(id), tokenizer.decode(Ids{id}).empty()});
    return {{"marks", std::move(marks)}};
  }
  if (question.contains("texts")) {
    json lists = json::array();
    for (const json& text : question["texts"]) lists.push_back(encode(tokenizer, bytes_of(text[0]), text[1]));
    return {{"ids", std::move(lists)}};
  }
  if (question.contains("lists")) {
    json texts = json::array();
    for (const json& list : question["lists"]) {
      const Ids ids = list;
      texts.push_back({tokenizer.decode(ids), streamed(tokenizer, ids, random)});
    }
    return {{"texts", std::move(texts)}};
  }
  if (question.contains("ids")) return {{"text", tokenizer.decode(question["ids"].get<Ids>())}};
  if (question.contains("documents")) return timed(tokenizer, question["documents"], question.value("rounds", 1));
  const int kind = question.value("whole", false) ? whole : question.value("special", false) ? trusted : typed;
  return {{"ids", encode(tokenizer, bytes_of(question.contains("text") ? question["text"] : question), kind)}};
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return fmt::print(stderr, "usage: tokenizer_server MODEL\n"), 2;
  auto data = read(argv[1]);
  if (!data) return fmt::print(stderr, "{}\n", data.error().message()), 1;
  const auto tokenizer = make_tokenizer(*std::move(data));
  if (!tokenizer) return fmt::print(stderr, "{}\n", tokenizer.error().message()), 1;
  std::mt19937 random(1);
  for (std::string line; std::getline(std::cin, line);) {
    const json reply = answer(**tokenizer, json::parse(line), random);
    // What is no UTF-8 would be a fault of decode(): shown as such rather than thrown.
    fmt::print("{}\n", reply.dump(-1, ' ', false, json::error_handler_t::replace));
    std::fflush(stdout);
  }
}
