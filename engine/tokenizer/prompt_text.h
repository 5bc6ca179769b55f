// The spans of a prompt as one text that remembers which bytes the chat template wrote.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "engine/tokenizer/tokenizer.h"

namespace halftone {

class PromptText {
 public:
  explicit PromptText(std::span<const TextSpan> spans) {
    for (const auto& [piece, may_hold_control_tokens] : spans) {
      if (may_hold_control_tokens && !piece.empty()) {
        const bool goes_on = !written_.empty() && written_.back().end == text_.size();
        if (!goes_on) written_.push_back({text_.size(), 0});
        written_.back().end = text_.size() + piece.size();
      }
      text_ += piece;
    }
  }

  const std::string& text() const { return text_; }
  // Whether the template wrote all of the bytes [begin, end).
  bool from_template(std::size_t begin, std::size_t end) const {
    const auto range = std::ranges::upper_bound(written_, begin, {}, &Range::begin);
    return range != written_.begin() && end <= std::prev(range)->end;
  }

 private:
  struct Range {
    std::size_t begin, end;
  };
  std::string text_;
  std::vector<Range> written_;  // in order, none touching the next
};

}  // namespace halftone
