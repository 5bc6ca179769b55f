// What leaves a text before it is parsed as Markdown: formulas and footnotes, whose signs are not Markdown's. Where they turn out to be in
// code or in an address, their source comes back.
#pragma once

#include <QHash>
#include <QString>
#include <vector>

namespace halftone::app {

class ReplacedText {
 public:
  struct Item {
    QString source, html;
    bool display = false;
  };

  // The text with marks in their place. `footnotes`: numbers by label, of those that are defined.
  QString take(QStringView text, const QHash<QString, int>& footnotes);

  // Calls `words` with what was left of the text and `item` with what was taken.
  void visit(const QString& text, auto words, auto item) const {
    qsizetype from = 0;
    for (qsizetype begin; (begin = text.indexOf(kBegin, from)) >= 0;) {
      const qsizetype end = text.indexOf(kEnd, begin);
      const auto number = static_cast<std::size_t>(end < 0 ? -1 : text.mid(begin + 1, end - begin - 1).toLongLong());
      if (number >= items_.size()) break;
      if (begin > from) words(text.mid(from, begin - from));
      item(items_[number]);
      from = end + 1;
    }
    if (from < text.size()) words(text.mid(from));
  }
  QString restored(const QString& text) const;

 private:
  static constexpr QChar kBegin{0xFDD0}, kEnd{0xFDD1};  // around an item's number

  QString put(Item item);
  QString withoutFootnotes(QStringView view, const QHash<QString, int>& footnotes);

  std::vector<Item> items_;
};

}  // namespace halftone::app
