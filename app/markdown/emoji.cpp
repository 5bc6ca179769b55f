#include "app/markdown/emoji.h"

#include <algorithm>
#include <array>

namespace halftone::app {
namespace {

struct Range { char32_t first, last; };

// Emoji_Presentation below U+1F000 (emoji-data.txt): shown in colour without being asked to.
constexpr std::array kColouredSigns{
    Range{0x231A, 0x231B}, Range{0x23E9, 0x23EC}, Range{0x23F0, 0x23F0}, Range{0x23F3, 0x23F3}, Range{0x25FD, 0x25FE}, Range{0x2614, 0x2615},
    Range{0x2648, 0x2653}, Range{0x267F, 0x267F}, Range{0x2693, 0x2693}, Range{0x26A1, 0x26A1}, Range{0x26AA, 0x26AB}, Range{0x26BD, 0x26BE},
    Range{0x26C4, 0x26C5}, Range{0x26CE, 0x26CE}, Range{0x26D4, 0x26D4}, Range{0x26EA, 0x26EA}, Range{0x26F2, 0x26F3}, Range{0x26F5, 0x26F5},
    Range{0x26FA, 0x26FA}, Range{0x26FD, 0x26FD}, Range{0x2705, 0x2705}, Range{0x270A, 0x270B}, Range{0x2728, 0x2728}, Range{0x274C, 0x274C},
    Range{0x274E, 0x274E}, Range{0x2753, 0x2755}, Range{0x2757, 0x2757}, Range{0x2795, 0x2797}, Range{0x27B0, 0x27B0}, Range{0x27BF, 0x27BF},
    Range{0x2B1B, 0x2B1C}, Range{0x2B50, 0x2B50}, Range{0x2B55, 0x2B55}};
constexpr std::array kColouredPictographs{
    Range{0x1F004, 0x1F004}, Range{0x1F0CF, 0x1F0CF}, Range{0x1F18E, 0x1F18E}, Range{0x1F191, 0x1F19A}, Range{0x1F201, 0x1F201}, Range{0x1F21A, 0x1F21A},
    Range{0x1F22F, 0x1F22F}, Range{0x1F232, 0x1F236}, Range{0x1F238, 0x1F23A}, Range{0x1F250, 0x1F251}, Range{0x1F300, 0x1F320}, Range{0x1F32D, 0x1F335},
    Range{0x1F337, 0x1F37C}, Range{0x1F37E, 0x1F393}, Range{0x1F3A0, 0x1F3CA}, Range{0x1F3CF, 0x1F3D3}, Range{0x1F3E0, 0x1F3F0}, Range{0x1F3F4, 0x1F3F4},
    Range{0x1F3F8, 0x1F43E}, Range{0x1F440, 0x1F440}, Range{0x1F442, 0x1F4FC}, Range{0x1F4FF, 0x1F53D}, Range{0x1F54B, 0x1F54E}, Range{0x1F550, 0x1F567},
    Range{0x1F57A, 0x1F57A}, Range{0x1F595, 0x1F596}, Range{0x1F5A4, 0x1F5A4}, Range{0x1F5FB, 0x1F64F}, Range{0x1F680, 0x1F6C5}, Range{0x1F6CC, 0x1F6CC},
    Range{0x1F6D0, 0x1F6D2}, Range{0x1F6D5, 0x1F6D7}, Range{0x1F6DC, 0x1F6DF}, Range{0x1F6EB, 0x1F6EC}, Range{0x1F6F4, 0x1F6FC}, Range{0x1F7E0, 0x1F7EB},
    Range{0x1F7F0, 0x1F7F0}, Range{0x1F90C, 0x1F93A}, Range{0x1F93C, 0x1F945}, Range{0x1F947, 0x1F9FF}, Range{0x1FA70, 0x1FAFF}};

bool isIn(const auto& ranges, char32_t c) {
  const auto after = std::ranges::upper_bound(ranges, c, {}, &Range::first);
  return after != ranges.begin() && c <= (after - 1)->last;
}

bool isColoured(char32_t c) { return isIn(kColouredSigns, c) || isIn(kColouredPictographs, c); }
bool isPictograph(char32_t c) {  // coloured when U+FE0F follows, or in a joined one
  return (c >= 0x1F000 && c <= 0x1FAFF) || (c >= 0x2190 && c <= 0x2BFF) || c == 0xA9 || c == 0xAE || c == 0x203C || c == 0x2049 || c == 0x2122 || c == 0x2139 ||
         c == 0x3030 || c == 0x303D || c == 0x3297 || c == 0x3299;
}
bool isRegional(char32_t c) { return c >= 0x1F1E6 && c <= 0x1F1FF; }
bool isTone(char32_t c) { return c >= 0x1F3FB && c <= 0x1F3FF; }
bool isTag(char32_t c) { return c >= 0xE0020 && c <= 0xE007F; }

constexpr char32_t kText = 0xFE0E, kColour = 0xFE0F, kJoiner = 0x200D, kKeycap = 0x20E3;

struct Reader {
  QStringView text;
  qsizetype at;

  char32_t peek() const {
    if (at >= text.size()) return 0;
    const QChar c = text[at];
    if (c.isHighSurrogate() && at + 1 < text.size() && text[at + 1].isLowSurrogate()) return QChar::surrogateToUcs4(c, text[at + 1]);
    return c.unicode();
  }
  void step() { at += peek() > 0xFFFF ? 2 : 1; }
  bool take(char32_t wanted) {
    if (peek() != wanted) return false;
    step();
    return true;
  }
};

// One pictograph with what belongs to it.
bool takePictograph(Reader& reader, bool joined) {
  const char32_t c = reader.peek();
  if (!isPictograph(c)) return false;
  reader.step();
  if (reader.peek() == kText) return false;
  const bool asked = reader.take(kColour);
  if (!joined && !asked && !isColoured(c) && !isTone(reader.peek())) return false;
  if (isTone(reader.peek())) reader.step();
  while (isTag(reader.peek())) reader.step();
  return true;
}

}  // namespace

qsizetype emojiLength(QStringView text, qsizetype at) {
  Reader reader{text, at};
  const char32_t c = reader.peek();
  if (c < 0x80) {
    if (!(c >= U'0' && c <= U'9') && c != U'#' && c != U'*') return 0;
    reader.step();
    reader.take(kColour);
    return reader.take(kKeycap) ? reader.at - at : 0;
  }
  if (isRegional(c)) {
    reader.step();
    if (!isRegional(reader.peek())) return 0;
    reader.step();
    return reader.at - at;
  }
  if (!takePictograph(reader, false)) return 0;
  for (qsizetype end = reader.at;; end = reader.at)
    if (!reader.take(kJoiner) || !takePictograph(reader, true)) return end - at;
}

}  // namespace halftone::app
