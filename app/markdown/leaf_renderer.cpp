#include "app/markdown/leaf_renderer.h"

#include <md4c.h>

#include <QRegularExpression>
#include <algorithm>
#include <utility>
#include <vector>

#include "app/markdown/inline_html.h"
#include "app/markdown/replaced_text.h"

namespace halftone::app {
namespace {

constexpr qsizetype kLargestBlock = 300'000;  // beyond, its marks are not worth the time that they cost with every token
constexpr qsizetype kLargestPlain = 4000;
constexpr int kMostCells = 4000;              // of tables; Qt lays out a table as a whole
constexpr int kWidestColumn = 36;             // letters

bool isAllowed(const QString& link) {
  const QString lower = link.left(8).toLower();
  return lower.startsWith(u"http://") || lower.startsWith(u"https://") || lower.startsWith(u"mailto:");
}

// What md4c tells, made into leaves.
class Builder {
 public:
  explicit Builder(const LeafContext& context) : context_(context) {}

  bool parse(const QString& markdown) {
    const QString text = replaced_.take(markdown, context_.footnotes);
    const QByteArray source = (context_.links.isEmpty() ? text : text + QStringLiteral("\n\n") + context_.links).toUtf8();
    constexpr unsigned flags = MD_FLAG_NOHTML | MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS | MD_FLAG_PERMISSIVEAUTOLINKS;
    MD_PARSER parser{};
    parser.flags = flags;
    parser.enter_block = [](MD_BLOCKTYPE type, void* detail, void* self) { return static_cast<Builder*>(self)->enter(type, detail), 0; };
    parser.leave_block = [](MD_BLOCKTYPE type, void*, void* self) { return static_cast<Builder*>(self)->leave(type), 0; };
    parser.enter_span = [](MD_SPANTYPE type, void* detail, void* self) { return static_cast<Builder*>(self)->enterSpan(type, detail), 0; };
    parser.leave_span = [](MD_SPANTYPE type, void*, void* self) { return static_cast<Builder*>(self)->leaveSpan(type), 0; };
    parser.text = [](MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* self) {
      return static_cast<Builder*>(self)->text(type, QString::fromUtf8(text, static_cast<qsizetype>(size))), 0;
    };
    return md_parse(source.constData(), static_cast<MD_SIZE>(source.size()), &parser, this) == 0;
  }

  bool isTooLarge() const { return cellCount_ > kMostCells; }

  QList<Leaf> take() {
    close();
    return std::move(leaves_);
  }

 private:
  struct Box {  // a quote or an item, open now
    QString mark;
    int id = 0, indent = 2;
    bool shown = false;  // its mark is
  };
  struct ListState { bool ordered = false, tight = false; unsigned next = 0; int id = 0; };

  QString begin(const char* tag) const {
    return QStringLiteral("<%1 dir=\"%2\" align=\"%3\">").arg(QLatin1String(tag), context_.rightToLeft ? QStringLiteral("rtl") : QStringLiteral("ltr"),
                                                              context_.rightToLeft ? QStringLiteral("right") : QStringLiteral("left"));
  }

  void open(Leaf::Kind kind) {
    close();
    Leaf leaf;
    leaf.kind = kind;
    for (std::size_t i = boxes_.size(); i > kDeepest && !boxes_[i - 1].shown; --i) boxes_[i - 1].shown = true;  // no room for its mark
    for (Box& box : boxes_) {
      if (leaf.around.size() == kDeepest) break;
      leaf.around << (box.mark == u">" || !std::exchange(box.shown, true) ? box.mark : QString());
      leaf.ids << box.id;
      leaf.indents << box.indent;
    }
    const auto outermost = std::ranges::find_if(lists_, [](const ListState& list) { return list.id != 0; });
    if (outermost != lists_.end()) leaf.list = outermost->id;
    leaf.tight = !lists_.empty() && lists_.back().tight && !leaf.ids.isEmpty();
    leaves_.append(std::move(leaf));
    open_ = true;
    onlyFormula_ = true;
    formulas_ = 0;
    afterDisplay_ = false;
  }
  void close() {
    if (!std::exchange(open_, false)) return;
    Leaf& leaf = leaves_.last();
    if (leaf.kind == Leaf::Kind::paragraph && onlyFormula_ && formulas_ == 1) {
      leaf.kind = Leaf::Kind::formula;
      leaf.html = QStringLiteral("<p align=\"center\">") + leaf.html.trimmed() + QStringLiteral("</p>");
    } else if (leaf.kind == Leaf::Kind::paragraph || leaf.kind == Leaf::Kind::heading) {
      leaf.html = begin("p") + leaf.html.trimmed() + QStringLiteral("</p>");
    }
    if (leaf.kind == Leaf::Kind::code && leaf.text.endsWith(u'\n')) leaf.text.chop(1);
  }
  Leaf& leaf() {  // that words go into: tight items have no paragraph of their own
    if (!open_) open(Leaf::Kind::paragraph);
    return leaves_.last();
  }

  void enter(MD_BLOCKTYPE type, void* detail) {
    switch (type) {
      case MD_BLOCK_QUOTE:
        close();
        boxes_.push_back({QStringLiteral(">"), ++ids_, 2, true});
        lists_.push_back({});  // what is in it is not the item's own
        break;
      case MD_BLOCK_UL:
        close();
        lists_.push_back({false, static_cast<MD_BLOCK_UL_DETAIL*>(detail)->is_tight != 0, 0, ++ids_});
        break;
      case MD_BLOCK_OL: {
        close();
        const auto* list = static_cast<MD_BLOCK_OL_DETAIL*>(detail);
        lists_.push_back({true, list->is_tight != 0, list->start, ++ids_});
        break;
      }
      case MD_BLOCK_LI: {
        close();
        const auto* item = static_cast<MD_BLOCK_LI_DETAIL*>(detail);
        ListState& list = lists_.back();
        QString mark = list.ordered ? QString::number(list.next++) + u'.' : QStringLiteral("•");
        if (item->is_task) mark = item->task_mark == ' ' ? QStringLiteral("☐") : QStringLiteral("☑");
        boxes_.push_back({mark, ++ids_, list.ordered ? static_cast<int>(mark.size()) + 1 : 2, false});
        break;
      }
      case MD_BLOCK_HR:
        open(Leaf::Kind::rule);
        close();
        break;
      case MD_BLOCK_H:
        open(Leaf::Kind::heading);
        leaves_.last().level = static_cast<int>(static_cast<MD_BLOCK_H_DETAIL*>(detail)->level);
        break;
      case MD_BLOCK_CODE: {
        open(Leaf::Kind::code);
        const MD_ATTRIBUTE& info = static_cast<MD_BLOCK_CODE_DETAIL*>(detail)->info;
        const QString words = replaced_.restored(QString::fromUtf8(info.text, static_cast<qsizetype>(info.size)));
        static const QRegularExpression end(QStringLiteral("[\\s{,]"));
        leaves_.last().language = words.left(words.indexOf(end));
        break;
      }
      case MD_BLOCK_P: open(Leaf::Kind::paragraph); break;
      case MD_BLOCK_TABLE:
        open(Leaf::Kind::table);
        leaves_.last().html = QStringLiteral("<table border=\"1\" cellspacing=\"0\" cellpadding=\"6\" style=\"border-collapse:collapse\" align=\"%1\">")
                                  .arg(QLatin1String(context_.rightToLeft ? "right" : "left"));
        widths_.clear();
        break;
      case MD_BLOCK_TR:
        cells_.clear();
        column_ = 0;
        break;
      case MD_BLOCK_TH:
      case MD_BLOCK_TD: {
        static constexpr const char* sides[] = {nullptr, "left", "center", "right"};
        const char* side = sides[static_cast<MD_BLOCK_TD_DETAIL*>(detail)->align];
        const QString align = side ? QLatin1String(side) : QLatin1String(context_.rightToLeft ? "right" : "left");
        rows_ = std::exchange(leaves_.last().html, QStringLiteral("<%1 align=\"%2\" dir=\"%3\">").arg(QLatin1String(type == MD_BLOCK_TH ? "th" : "td"), align, QLatin1String(context_.rightToLeft ? "rtl" : "ltr")));
        if (column_ == widths_.size()) widths_.append(0);
        cell_ = 0;
        break;
      }
      default: break;
    }
  }

  void leave(MD_BLOCKTYPE type) {
    switch (type) {
      case MD_BLOCK_QUOTE:
        close();
        boxes_.pop_back();
        lists_.pop_back();
        break;
      case MD_BLOCK_UL:
      case MD_BLOCK_OL:
        close();
        lists_.pop_back();
        break;
      case MD_BLOCK_LI:
        if (!open_ && !boxes_.back().shown) open(Leaf::Kind::paragraph);  // an empty one
        close();
        boxes_.pop_back();
        break;
      case MD_BLOCK_TABLE:
        leaves_.last().html += QStringLiteral("</table>");
        for (const int width : std::as_const(widths_)) leaves_.last().columns += std::min(width, kWidestColumn) + 3;
        close();
        break;
      case MD_BLOCK_TR:  // Qt lays columns out from the left, whatever the direction is
        if (context_.rightToLeft) std::ranges::reverse(cells_);
        leaves_.last().html += QStringLiteral("<tr>") + cells_.join(QString()) + QStringLiteral("</tr>");
        break;
      case MD_BLOCK_TH:
      case MD_BLOCK_TD:
        cells_ << leaves_.last().html + (type == MD_BLOCK_TH ? QStringLiteral("</th>") : QStringLiteral("</td>"));
        leaves_.last().html = std::move(rows_);
        ++cellCount_;
        if (column_ < widths_.size()) widths_[column_] = std::max(widths_[column_], cell_);
        ++column_;
        break;
      case MD_BLOCK_H:
      case MD_BLOCK_P:
      case MD_BLOCK_CODE: close(); break;
      default: break;
    }
  }

  QString attribute(const MD_ATTRIBUTE& value) const {
    return replaced_.restored(QString::fromUtf8(value.text, static_cast<qsizetype>(value.size)));
  }

  void enterSpan(MD_SPANTYPE type, void* detail) {
    QString& html = leaf().html;
    onlyFormula_ = false;
    ++spans_;
    switch (type) {
      case MD_SPAN_EM: html += QStringLiteral("<i>"); break;
      case MD_SPAN_STRONG: html += QStringLiteral("<b>"); break;
      case MD_SPAN_DEL: html += QStringLiteral("<s>"); break;
      case MD_SPAN_CODE: html += QStringLiteral("<code>"); break;
      case MD_SPAN_A: link(html, attribute(static_cast<MD_SPAN_A_DETAIL*>(detail)->href)); break;
      case MD_SPAN_IMG: link(html, attribute(static_cast<MD_SPAN_IMG_DETAIL*>(detail)->src)); break;
      default: break;
    }
  }
  void leaveSpan(MD_SPANTYPE type) {
    --spans_;
    QString& html = leaf().html;
    switch (type) {
      case MD_SPAN_EM: html += QStringLiteral("</i>"); break;
      case MD_SPAN_STRONG: html += QStringLiteral("</b>"); break;
      case MD_SPAN_DEL: html += QStringLiteral("</s>"); break;
      case MD_SPAN_CODE: html += QStringLiteral("</code>"); break;
      case MD_SPAN_A:
      case MD_SPAN_IMG:
        if (links_.back()) html += QStringLiteral("</a>");
        links_.pop_back();
        break;
      default: break;
    }
  }
  void link(QString& html, const QString& address) {
    const bool allowed = isAllowed(address) && std::ranges::find(links_, true) == links_.end();
    links_.push_back(allowed);
    if (allowed) html += QStringLiteral("<a href=\"%1\">").arg(address.toHtmlEscaped());
  }

  void text(MD_TEXTTYPE type, const QString& words) {
    Leaf& to = leaf();
    if (to.kind == Leaf::Kind::code) {
      to.text += replaced_.restored(type == MD_TEXT_NULLCHAR ? QString(QChar::ReplacementCharacter) : words);
      return;
    }
    cell_ += static_cast<int>(words.size());
    switch (type) {
      case MD_TEXT_NULLCHAR: to.html += QChar(QChar::ReplacementCharacter); break;
      case MD_TEXT_BR: to.html += QStringLiteral("<br>"); break;
      case MD_TEXT_SOFTBR: to.html += u' '; break;
      case MD_TEXT_ENTITY: to.html += words; break;  // &name; or a number: one character, whatever it is
      case MD_TEXT_CODE: {
        QString code = replaced_.restored(words);
        if (to.kind == Leaf::Kind::table) code.replace(QStringLiteral("\\|"), QStringLiteral("|"));
        to.html += code.toHtmlEscaped();
        break;
      }
      default:
        replaced_.visit(words, [&](const QString& part) {
          Leaf& to = leaf();
          if (!part.trimmed().isEmpty()) {
            onlyFormula_ = false;
            if (std::exchange(afterDisplay_, false)) to.html += QStringLiteral("<br>");
          }
          const QStringList stretches = emojiStretches(part);
          for (qsizetype i = 0; i < stretches.size(); ++i) {
            if (i > 0 && spans_ == 0 && leaf().kind == Leaf::Kind::paragraph) {
              open(Leaf::Kind::paragraph);
              leaves_.last().continued = true;
              onlyFormula_ = false;
            }
            leaf().html += inlineHtml(stretches[i]);
          }
        }, [&](const ReplacedText::Item& item) {
          Leaf& to = leaf();
          const bool alone = item.display && to.kind == Leaf::Kind::paragraph;
          formulas_ += item.display;
          if (!item.display) onlyFormula_ = false;
          if (alone && !to.html.trimmed().isEmpty() && !to.html.endsWith(u"<br>")) to.html += QStringLiteral("<br>");
          to.html += item.html;
          afterDisplay_ = alone;
        });
        break;
    }
  }

  const LeafContext& context_;
  ReplacedText replaced_;
  QList<Leaf> leaves_;
  std::vector<Box> boxes_;
  std::vector<ListState> lists_;
  std::vector<bool> links_;
  QList<int> widths_;  // of a table's columns, in letters
  QString rows_;       // of a table so far, while its cell is written
  QStringList cells_;  // of its row
  qsizetype column_ = 0;
  int cell_ = 0, cellCount_ = 0, spans_ = 0, ids_ = 0, formulas_ = 0;
  bool open_ = false, onlyFormula_ = false, afterDisplay_ = false;
};

// md4c wants three dashes in every column of the second row, GitHub one.
QString withWideDelimiters(QString table) {
  const qsizetype begin = table.indexOf(u'\n') + 1;
  const qsizetype end = table.indexOf(u'\n', begin);
  const QString row = table.mid(begin, end < 0 ? -1 : end - begin);
  static const QRegularExpression dashes(QStringLiteral("-+"));
  return table.replace(begin, row.size(), QString(row).replace(dashes, QStringLiteral("---")));
}

}  // namespace

QList<Leaf> leavesOf(const MarkdownBlock& block, const LeafContext& context) {
  using Kind = MarkdownBlock::Kind;
  if (block.kind == Kind::code || block.kind == Kind::rule) {
    Leaf leaf;
    leaf.kind = block.kind == Kind::code ? Leaf::Kind::code : Leaf::Kind::rule;
    leaf.language = block.language;
    if (block.kind == Kind::code) leaf.text = block.text;
    return {leaf};
  }
  if (block.text.size() > kLargestBlock) return plainLeavesOf(block.text);
  Builder builder(context);
  const QString text = withoutMarks(block.text);
  if (!builder.parse(block.kind == Kind::table ? withWideDelimiters(text) : text) || builder.isTooLarge()) return plainLeavesOf(block.text);
  QList<Leaf> leaves = builder.take();
  if (block.kind == Kind::footnote) {
    const auto number = context.footnotes.constFind(block.language);
    const QString mark = number == context.footnotes.constEnd() ? block.language : QString::number(*number) + u'.';
    if (leaves.isEmpty()) leaves.append(Leaf{});
    for (Leaf& leaf : leaves) {
      if (leaf.kind == Leaf::Kind::paragraph) leaf.kind = Leaf::Kind::footnote;
      leaf.around.prepend(&leaf == &leaves.first() ? mark : QString());
      leaf.ids.prepend(0);
      leaf.indents.prepend(4);
      leaf.language = leaf.kind == Leaf::Kind::code ? leaf.language : block.language;
    }
  }
  return leaves;
}

QList<Leaf> plainLeavesOf(const QString& text) {
  QList<Leaf> leaves;
  const auto add = [&](const QString& words, bool continued) {
    Leaf leaf;
    leaf.kind = Leaf::Kind::plain;
    leaf.continued = continued;
    leaf.text = words;
    leaf.html = QStringLiteral("<p style=\"white-space:pre-wrap\">") + inlineHtml(withoutMarks(words)).replace(u'\n', QStringLiteral("<br>")) + QStringLiteral("</p>");
    leaves.append(std::move(leaf));
  };
  bool midLine = false;
  for (qsizetype at = 0; at < text.size() || leaves.isEmpty();) {
    qsizetype end = text.size();
    qsizetype next = end;
    if (end - at > kLargestPlain) {
      end = text.lastIndexOf(u'\n', at + kLargestPlain);
      next = end + 1;
      if (end <= at) {
        end = next = at + kLargestPlain;
        if (text[end - 1].isHighSurrogate()) end = --next;
      }
    }
    const QStringList stretches = emojiStretches(text.mid(at, end - at));
    for (qsizetype i = 0; i < stretches.size(); ++i) add(stretches[i], midLine || i > 0);
    midLine = next == end;
    at = next;
    if (text.isEmpty()) break;
  }
  return leaves;
}

}  // namespace halftone::app
