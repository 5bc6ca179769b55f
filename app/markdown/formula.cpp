#include "app/markdown/formula.h"

#include <QHash>
#include <QList>
#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include "app/markdown/formula_symbols.h"

namespace halftone::app {
namespace {

constexpr qsizetype kLongest = 4000;
constexpr int kDeepest = 40;
constexpr char16_t kThin = 0x2009;

struct Term {
  QString html, text;  // text: without marks
  bool single = false; // one sign: needs no parentheses
};

const QHash<QString, const FormulaSymbol*>& symbols() {
  static const auto table = [] {
    QHash<QString, const FormulaSymbol*> named;
    for (const FormulaSymbol& symbol : formula_symbols::kAll) named.insert(QLatin1String(symbol.name), &symbol);
    return named;
  }();
  return table;
}

// A letter in another alphabet of Unicode's mathematical ones; itself where there is none.
QString inFace(QChar letter, char32_t upper, char32_t lower, const QHash<QChar, char16_t>& holes) {
  if (const auto hole = holes.constFind(letter); hole != holes.constEnd()) return QString(QChar(*hole));
  char32_t c = letter.unicode();
  if (c >= u'A' && c <= u'Z') c = upper + (c - u'A');
  else if (lower && c >= u'a' && c <= u'z') c = lower + (c - u'a');
  return QString::fromUcs4(&c, 1);
}

QString inFace(QStringView face, const QString& text) {
  static const QHash<QChar, char16_t> board{{u'C', 0x2102}, {u'H', 0x210D}, {u'N', 0x2115}, {u'P', 0x2119}, {u'Q', 0x211A}, {u'R', 0x211D}, {u'Z', 0x2124}};
  static const QHash<QChar, char16_t> script{{u'B', 0x212C}, {u'E', 0x2130}, {u'F', 0x2131}, {u'H', 0x210B}, {u'I', 0x2110}, {u'L', 0x2112}, {u'M', 0x2133}, {u'R', 0x211B}};
  static const QHash<QChar, char16_t> fraktur{{u'C', 0x212D}, {u'H', 0x210C}, {u'I', 0x2111}, {u'R', 0x211C}, {u'Z', 0x2128}};
  QString out;
  for (const QChar c : text) {
    if (face == u"mathbb") out += inFace(c, 0x1D538, 0x1D552, board);
    else if (face == u"mathfrak") out += inFace(c, 0x1D504, 0x1D51E, fraktur);
    else out += inFace(c, 0x1D49C, 0, script);
  }
  return out;
}

QString asScript(const QString& text, bool raised) {  // empty: Unicode has no such letters
  static const QString from = QStringLiteral("0123456789+−=()ni"), up = QStringLiteral("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ"), down = QStringLiteral("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙᵢ");
  QString out;
  for (const QChar c : text) {
    const qsizetype at = from.indexOf(c);
    if (at < 0) return {};
    out += (raised ? up : down)[at];
  }
  return out;
}

class Reader {
 public:
  explicit Reader(QStringView tex) : tex_(tex) {}

  std::optional<QString> read() {
    const Term all = sequence({});
    return failed_ || at_ < tex_.size() ? std::nullopt : std::optional(all.html.trimmed());
  }

 private:
  bool fail() {
    failed_ = true;
    at_ = tex_.size();
    return false;
  }
  bool atEnd() const { return at_ >= tex_.size(); }
  QChar peek() const { return atEnd() ? QChar() : tex_[at_]; }
  void skipSpace() {
    while (!atEnd() && peek().isSpace()) ++at_;
  }

  static Term sign(const QString& text, bool italic = false) {
    const QString escaped = text.toHtmlEscaped();
    return {italic ? QStringLiteral("<i>") + escaped + QStringLiteral("</i>") : escaped, text, true};
  }
  static Term joined(const Term& a, const Term& b) { return {a.html + b.html, a.text + b.text, false}; }
  static Term wrapped(const Term& term) {
    return term.single ? term : Term{u'(' + term.html + u')', u'(' + term.text + u')', true};
  }
  static Term spaced(const QString& text) { return {kThin + text.toHtmlEscaped() + kThin, kThin + text + kThin, true}; }

  QString word() {  // behind the backslash
    if (atEnd()) return fail(), QString();
    const qsizetype begin = at_;
    if (!peek().isLetter()) return tex_.mid(at_++, 1).toString();
    while (!atEnd() && peek().isLetter() && peek().unicode() < 0x80) ++at_;
    if (at_ == begin) ++at_;
    QString name = tex_.mid(begin, at_ - begin).toString();
    if (peek() == u'*' && name == u"operatorname") ++at_;
    return name;
  }

  QString verbatim() {  // {…} as it stands
    skipSpace();
    if (peek() != u'{') return fail(), QString();
    int depth = 0;
    const qsizetype begin = ++at_;
    for (; !atEnd(); ++at_) {
      if (peek() == u'\\') ++at_;
      else if (peek() == u'{') ++depth;
      else if (peek() == u'}' && depth-- == 0) return tex_.mid(begin, at_++ - begin).toString();
    }
    return fail(), QString();
  }

  // Until the closing brace or bracket, or the end of an environment; an empty `end`: to the end of all.
  Term sequence(QStringView end) {
    Term all;
    int terms = 0;
    if (++depth_ > kDeepest) fail();
    while (!failed_) {
      skipSpace();
      if (atEnd()) {
        if (!end.isEmpty()) fail();
        break;
      }
      if (!end.isEmpty() && tex_.mid(at_).startsWith(end)) {
        at_ += end.size();
        break;
      }
      Term term = scripted();
      all.html += term.html;
      all.text += term.text;
      all.single = terms++ == 0 && term.single;
    }
    --depth_;
    return all;
  }

  Term argument() {
    skipSpace();
    if (atEnd()) return fail(), Term{};
    if (peek().isDigit()) return sign(QString(tex_[at_++]));  // of x^23 only the 2
    return atom();
  }

  Term scripted() {
    Term base = atom();
    for (int scripts = 0; !failed_ && scripts < 8; ++scripts) {
      skipSpace();
      if (peek() == u'\'') {
        ++at_;
        base = joined(base, sign(QStringLiteral("′")));
        continue;
      }
      if (peek() != u'^' && peek() != u'_') break;
      const bool raised = tex_[at_++] == u'^';
      ++script_;
      const Term script = argument();
      --script_;
      base = joined(base, withMark(script, raised));
    }
    return base;
  }

  // Qt knows one step up or down: within one, Unicode's own small letters, else the caret itself.
  Term withMark(const Term& script, bool raised) const {
    if (script.text == u"∘" || script.text == QStringView(u"\u2009∘\u2009")) return sign(QStringLiteral("°"));
    if (script.text == u"′") return script;
    if (script_ == 0) {
      const QString tag = raised ? QStringLiteral("sup") : QStringLiteral("sub");
      QString html = script.html;
      return {QStringLiteral("<%1>%2</%1>").arg(tag, html.remove(QChar(kThin))), script.text, true};
    }
    if (const QString small = asScript(QString(script.text).remove(QChar(kThin)), raised); !small.isEmpty()) return sign(small);
    return joined(sign(raised ? QStringLiteral("^") : QStringLiteral("_")), wrapped(script));
  }

  Term atom() {
    const QChar c = tex_[at_++];
    switch (c.unicode()) {
      case u'{': return sequence(u"}");
      case u'\\': return command();
      case u'}': case u'^': case u'_': case u'#': case u'%': case u'$': return fail(), Term{};
      case u'&': return aligned_ ? Term{} : (fail(), Term{});
      case u'~': return sign(QStringLiteral("\u00A0"));
      case u'-': return spacedUnlessFirst(QStringLiteral("−"));
      case u'+': return spacedUnlessFirst(QStringLiteral("+"));
      case u'*': return sign(QStringLiteral("∗"));
      case u'=': case u'<': case u'>': return spaced(QString(c));
      case u',': case u';': return sign(QString(c) + QChar(kThin));
      default: break;
    }
    if (c.isDigit()) {
      const qsizetype begin = at_ - 1;
      while (!atEnd() && (peek().isDigit() || (peek() == u'.' && at_ + 1 < tex_.size() && tex_[at_ + 1].isDigit()))) ++at_;
      return sign(tex_.mid(begin, at_ - begin).toString());
    }
    if (c.isHighSurrogate() && peek().isLowSurrogate()) return sign(tex_.mid(at_++ - 1, 2).toString());
    return sign(QString(c), c.isLetter() && c.unicode() < 0x250);
  }

  // A sign in front of a number or behind another sign is no operation.
  Term spacedUnlessFirst(const QString& text) const {
    qsizetype before = at_ - 2;
    while (before >= 0 && tex_[before].isSpace()) --before;
    const bool first = before < 0 || QStringView(u"{([=<>,&^_").contains(tex_[before]);
    return first ? sign(text) : spaced(text);
  }

  Term command() {
    const QString name = word();
    if (failed_) return {};
    if (name == u"\\") {
      skipSpace();
      if (!aligned_) return {QStringLiteral("<br>"), QStringLiteral("\n"), false};
      return {between_, between_, false};
    }
    if (std::ranges::any_of(kFormulaSilent, [&](const char* silent) { return name == QLatin1String(silent); })) {
      if ((name == u"left" || name == u"right") && (skipSpace(), peek() == u'.')) ++at_;  // no delimiter
      return {};
    }
    if (name == u"frac" || name == u"dfrac" || name == u"tfrac" || name == u"cfrac") {
      const Term over = argument();
      const Term under = argument();
      return {wrapped(over).html + u'/' + wrapped(under).html, wrapped(over).text + u'/' + wrapped(under).text, false};
    }
    if (name == u"binom" || name == u"dbinom" || name == u"tbinom") {
      const Term over = argument();
      const Term under = argument();
      return {QStringLiteral("C(%1, %2)").arg(over.html, under.html), QStringLiteral("C(%1, %2)").arg(over.text, under.text), true};
    }
    if (name == u"sqrt") return root();
    if (name == u"not") {
      skipSpace();
      if (peek() == u'=') return ++at_, spaced(QStringLiteral("≠"));
      const Term what = argument();
      return {QString(what.html).insert(std::max<qsizetype>(0, what.html.indexOf(what.text.trimmed()) + 1), QChar(0x0338)), what.text, true};
    }
    if (name == u"text" || name == u"textrm" || name == u"textsf" || name == u"mbox" || name == u"mathrm" || name == u"operatorname" || name == u"mathsf" || name == u"textnormal")
      return upright(name);
    if (name == u"textbf" || name == u"textit" || name == u"texttt" || name == u"mathtt") {
      Term words = upright(name);
      const QString tag = name == u"textbf" ? QStringLiteral("b") : name == u"textit" ? QStringLiteral("i") : QStringLiteral("code");
      words.html = QStringLiteral("<%1>%2</%1>").arg(tag, words.html);
      return words;
    }
    if (name == u"mathbf" || name == u"boldsymbol" || name == u"bm" || name == u"mathit" || name == u"mathnormal") {
      Term inner = argument();
      if (name != u"mathit" && name != u"mathnormal") inner.html = QStringLiteral("<b>") + inner.html + QStringLiteral("</b>");
      return inner;
    }
    if (name == u"mathbb" || name == u"mathcal" || name == u"mathscr" || name == u"mathfrak") return sign(inFace(name, argument().text));
    if (name == u"overline" || name == u"underline") {
      Term inner = argument();
      inner.html = QStringLiteral("<span style=\"text-decoration:%1\">%2</span>").arg(name, inner.html);
      return inner;
    }
    if (name == u"underbrace" || name == u"overbrace" || name == u"boxed" || name == u"mathop" || name == u"mathbin" || name == u"mathrel" || name == u"phantom") return argument();
    if (name == u"overset" || name == u"stackrel" || name == u"underset") {
      ++script_;
      const Term mark = argument();
      --script_;
      return joined(argument(), withMark(mark, name != u"underset"));
    }
    if (name == u"pmod") return sign(QStringLiteral(" (mod ") + argument().text + u')');
    if (name == u"tag") return sign(QStringLiteral("\u2003(") + verbatim() + u')');
    if (name == u"label") return verbatim(), Term{};
    if (name == u"begin") return environment();
    for (const FormulaAccent& accent : kFormulaAccents)
      if (name == QLatin1String(accent.name)) {
        Term inner = argument();
        const qsizetype end = inner.html.endsWith(u"</i>") ? inner.html.size() - 4 : inner.html.size();
        inner.html.insert(end, QChar(accent.combining));
        inner.text += QChar(accent.combining);
        return inner;
      }
    const FormulaSymbol* symbol = symbols().value(name);
    if (!symbol) return fail(), Term{};
    const QString text = QString::fromUtf16(symbol->text);
    switch (symbol->kind) {
      case FormulaSymbol::Kind::letter: return sign(text, true);
      case FormulaSymbol::Kind::relation: return spaced(text);
      case FormulaSymbol::Kind::upright: return sign(text);
      case FormulaSymbol::Kind::opening: break;
    }
    // A function's name and its argument are two words, unless it has parentheses or limits.
    skipSpace();
    const bool apart = text.size() > 1 && !atEnd() && !QStringView(u"^_({[)}").contains(peek()) && !tex_.mid(at_).startsWith(u"\\left");
    return sign(apart ? text + QChar(kThin) : text);
  }

  Term upright(QStringView name) {
    const bool words = name == u"text" || name.startsWith(u"text") || name == u"mbox";
    skipSpace();
    if (peek() != u'{') return sign(argument().text);
    QString inner = verbatim();
    if (!words) {  // mathematics: signs within keep their meaning
      if (inner.contains(u'\\')) return Reader(inner).nested(this);
      inner.remove(u' ');
    }
    Term term = sign(inner.remove(u'\\'));
    term.single = !inner.contains(u' ');
    return term;
  }

  Term nested(Reader* outer) {
    depth_ = outer->depth_;
    const Term all = sequence({});
    if (failed_) outer->fail();
    return all;
  }

  Term root() {
    skipSpace();
    QString degree;
    if (peek() == u'[') {
      ++at_;
      ++script_;
      const Term n = sequence(u"]");
      --script_;
      degree = QStringLiteral("<sup>") + n.html + QStringLiteral("</sup>");
    }
    const Term inner = argument();
    return {degree + u'√' + (inner.single ? inner.html : QStringLiteral("<span style=\"text-decoration:overline\">") + inner.html + QStringLiteral("</span>")),
            QStringLiteral("√") + wrapped(inner).text, true};
  }

  // Rows and columns, in one line where they are a matrix, else line by line.
  Term environment() {
    const QString name = verbatim();
    if (failed_) return {};
    struct Kind { const char* name; const char16_t* open; const char16_t* close; bool matrix; };
    static constexpr std::array kinds{
        Kind{"matrix", u"", u"", true}, Kind{"pmatrix", u"(", u")", true}, Kind{"bmatrix", u"[", u"]", true}, Kind{"vmatrix", u"|", u"|", true},
        Kind{"Bmatrix", u"{", u"}", true}, Kind{"Vmatrix", u"‖", u"‖", true}, Kind{"smallmatrix", u"", u"", true}, Kind{"array", u"", u"", true},
        Kind{"cases", u"{ ", u"", true}, Kind{"aligned", u"", u"", false}, Kind{"align", u"", u"", false}, Kind{"align*", u"", u"", false},
        Kind{"gathered", u"", u"", false}, Kind{"gather", u"", u"", false}, Kind{"gather*", u"", u"", false}, Kind{"split", u"", u"", false},
        Kind{"equation", u"", u"", false}, Kind{"equation*", u"", u"", false}, Kind{"multline", u"", u"", false}, Kind{"multline*", u"", u"", false}};
    const auto kind = std::ranges::find_if(kinds, [&](const Kind& k) { return name == QLatin1String(k.name); });
    if (kind == kinds.end()) return fail(), Term{};
    if (name == u"array") verbatim();
    const auto outer = std::make_pair(aligned_, between_);
    aligned_ = true;
    between_ = kind->matrix ? QStringLiteral(";\u2003") : QStringLiteral("<br>");
    const QString end = QStringLiteral("\\end{") + name + u'}';
    Term inner;
    if (kind->matrix) {  // a space between columns
      int depth = 0;
      const qsizetype begin = at_, close = tex_.indexOf(end, at_);
      if (close < 0) return fail(), Term{};
      for (qsizetype i = begin, cell = begin;; ++i) {
        const bool last = i >= close;
        if (!last && tex_[i] == u'\\' && tex_.mid(i).startsWith(u"\\begin")) ++depth;
        if (!last && tex_[i] == u'\\' && tex_.mid(i).startsWith(u"\\end")) --depth;
        const bool escaped = i > begin && tex_[i - 1] == u'\\';
        if (!last && !(tex_[i] == u'&' && depth == 0 && !escaped)) continue;
        Reader part(tex_.mid(cell, i - cell));
        part.aligned_ = true;
        part.between_ = between_;
        const Term term = part.nested(this);
        if (failed_) return {};
        inner = inner.html.isEmpty() && cell == begin ? term : joined(joined(inner, sign(QStringLiteral("\u2002"))), term);
        cell = i + 1;
        if (last) break;
      }
      at_ = close + end.size();
      inner.single = false;
    } else {
      inner = sequence(end);
    }
    std::tie(aligned_, between_) = outer;
    return {QString::fromUtf16(kind->open) + inner.html + QString::fromUtf16(kind->close), QString::fromUtf16(kind->open) + inner.text + QString::fromUtf16(kind->close), false};
  }

  QStringView tex_;
  qsizetype at_ = 0;
  int depth_ = 0, script_ = 0;
  bool failed_ = false, aligned_ = false;
  QString between_;  // rows of an environment
};

}  // namespace

std::optional<QString> formulaHtml(QStringView tex) {
  if (tex.size() > kLongest) return std::nullopt;
  return Reader(tex).read();
}

}  // namespace halftone::app
