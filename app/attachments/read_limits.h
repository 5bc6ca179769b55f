// How much is read of a file that somebody has dropped: it is not trusted, and more than a context holds is of no use.
#pragma once

#include <QtGlobal>
#include <chrono>
#include <functional>

namespace halftone::app {

struct ReadLimits {
  qint64 textBytes = 8 << 20;                     // of a text; a longer one is refused
  qint64 pdfBytes = 64 << 20;
  int pages = 2'000;                              // of a PDF; of one with more the first are read
  qint64 characters = 8 << 20;                    // of a PDF's text: no page is begun beyond
  std::chrono::milliseconds time{60'000};         // for a PDF, in all
  std::chrono::milliseconds pageTime{10'000};     // for one page
};

using ReadProgress = std::function<void(double share)>;  // 0 to 1

}  // namespace halftone::app
