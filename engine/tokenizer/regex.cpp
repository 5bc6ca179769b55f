#include "engine/tokenizer/regex.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

namespace halftone {

namespace {

// Steps of one match. Real patterns need a few per character; one that backtracks without end meets this in well under a second.
constexpr std::uint32_t kMatchLimit = 20'000'000, kDepthLimit = 100'000;
constexpr std::size_t kJitStackStart = 32 << 10, kJitStackMost = 64 << 20;

template <auto release>
struct Release {
  template <class T>
  void operator()(T* object) const { release(object); }
};

// What a thread needs to match: reused, since making it costs more than most matches.
struct Workspace {
  std::unique_ptr<pcre2_match_data, Release<pcre2_match_data_free>> data{pcre2_match_data_create(1, nullptr)};
  std::unique_ptr<pcre2_match_context, Release<pcre2_match_context_free>> context{pcre2_match_context_create(nullptr)};
  std::unique_ptr<pcre2_jit_stack, Release<pcre2_jit_stack_free>> stack{pcre2_jit_stack_create(kJitStackStart, kJitStackMost, nullptr)};

  Workspace() {
    if (!data || !context) throw std::bad_alloc();
    pcre2_set_match_limit(context.get(), kMatchLimit);
    pcre2_set_depth_limit(context.get(), kDepthLimit);
    if (stack) pcre2_jit_stack_assign(context.get(), nullptr, stack.get());
  }
};

std::string escaped(std::string_view text) {
  std::string pattern;
  for (const char c : text) {
    if (std::string_view("\\^$.|?*+()[]{}-#/&~ \t\n\r\v\f").find(c) != std::string_view::npos) pattern += '\\';
    pattern += c;
  }
  return pattern;
}

}  // namespace

struct Regex::Code {
  std::string source;
  std::unique_ptr<pcre2_code, Release<pcre2_code_free>> code;
};

Result<Regex> Regex::compile(const Pattern& pattern) {
  const auto translated = pattern.regex ? pcre2_of_oniguruma(pattern.text) : Result<std::string>(escaped(pattern.text));
  if (!translated) return std::unexpected(translated.error());
  std::unique_ptr<pcre2_compile_context, Release<pcre2_compile_context_free>> context(pcre2_compile_context_create(nullptr));
  if (!context) throw std::bad_alloc();
  pcre2_set_newline(context.get(), PCRE2_NEWLINE_LF);
  pcre2_set_parens_nest_limit(context.get(), 100);
  int error = 0;
  PCRE2_SIZE place = 0;
  auto code = std::make_shared<Code>();
  code->source = pattern.text;
  code->code.reset(pcre2_compile(reinterpret_cast<PCRE2_SPTR>(translated->data()), translated->size(),
                                 PCRE2_UTF | PCRE2_UCP | PCRE2_MULTILINE | PCRE2_NEVER_BACKSLASH_C, &error, &place, context.get()));
  if (!code->code) {
    PCRE2_UCHAR text[256];
    pcre2_get_error_message(error, text, sizeof text);
    return fail(ErrorKind::malformed, "Download the tokenizer's files again.", "the tokenizer's pattern '{}' cannot be read: {}",
                pattern.text.substr(0, 200), std::string(reinterpret_cast<const char*>(text)));
  }
  pcre2_jit_compile(code->code.get(), PCRE2_JIT_COMPLETE);  // where it may not (no executable memory), the interpreter does the same
  Regex regex;
  regex.code_ = std::move(code);
  return regex;
}

void Regex::find_all(std::string_view text, std::vector<Match>& matches) const {
  matches.clear();
  if (text.empty()) return;
  thread_local Workspace workspace;
  PCRE2_SIZE* bounds = pcre2_get_ovector_pointer(workspace.data.get());
  std::size_t from = 0, last_end = std::string_view::npos;
  while (from <= text.size()) {
    const int found = pcre2_match(code_->code.get(), reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), from, PCRE2_NO_UTF_CHECK,
                                  workspace.data.get(), workspace.context.get());
    if (found == PCRE2_ERROR_NOMATCH) return;
    if (found < 0) {
      PCRE2_UCHAR cause[256];
      pcre2_get_error_message(found, cause, sizeof cause);
      throw PatternExploded(sentence("the tokenizer's pattern '{}' gave up on {} bytes of text at byte {}: {}",
                                        code_->source.substr(0, 200), text.size(), from, std::string(reinterpret_cast<const char*>(cause))));
    }
    const std::size_t begin = bounds[0], end = bounds[1];
    if (begin >= end && end == last_end) {  // an empty match where the last one ended: one character on
      if (from == text.size()) return;
      do ++from;
      while (from < text.size() && (static_cast<unsigned char>(text[from]) & 0xC0) == 0x80);
      continue;
    }
    matches.push_back({begin, end});
    from = last_end = end;
  }
}

}  // namespace halftone
