// What a reply is shown as, one below the other: a leaf is a paragraph, heading, table, block of code, formula or line across, together
// with the quotes and list items around it. Each is one row of the view, so that a row changes only when its own words do.
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace halftone::app {

struct Leaf {
  enum class Kind { paragraph, heading, code, table, rule, formula, footnote, plain };
  Kind kind = Kind::paragraph;
  // Around it, from the outside. ">": a quote. Else an item of a list: its mark ("•", "3.", "☐", "☑") in front of its first leaf, "" beside
  // the others. At most kDeepest.
  QStringList around;
  QList<int> ids;     // which quotes and items these are, within one block of the splitter
  int list = 0;       // the outermost list that it is in, within its block; 0: none
  QList<int> indents; // of the boxes: how many columns of Markdown their lines stand in
  bool continued = false;  // the paragraph above goes on
  bool tight = false; // little space above: an item that follows an item
  int level = 0;      // heading: 1 to 6
  QString language;   // code: the first word after the fence. footnote: its label
  int columns = 0;    // table: how wide it would like to be, in letters
  QString text;       // code: the code. plain: the words. formula: the source, with its marks
  QString html;       // for Qt's rich text; none of code. Built by us: no markup of the model gets through
  bool operator==(const Leaf&) const = default;
};

constexpr int kDeepest = 8;

// Stand for what is known only where the html is shown: the size of an emoji in pixels, and the round in which its image is asked for.
constexpr char16_t kEmojiSize = 0xFDD2, kEmojiRound = 0xFDD3;

}  // namespace halftone::app
