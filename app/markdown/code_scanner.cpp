#include "app/markdown/code_scanner.h"

namespace halftone::app {
namespace {

QSet<QString> wordsOf(const char* list, bool anyCase) {
  QSet<QString> words;
  for (const QString& word : QString(QLatin1String(list)).split(u' ', Qt::SkipEmptyParts)) words.insert(anyCase ? word.toLower() : word);
  return words;
}

}  // namespace

CodeScanner::CodeScanner(const CodeLanguage& language)
    : language_(language), keywords_(wordsOf(language.keywords, language.traits & CodeLanguage::anyCase)),
      types_(wordsOf(language.types, language.traits & CodeLanguage::anyCase)), lineMarks_(QString(QLatin1String(language.line)).split(u' ', Qt::SkipEmptyParts)),
      longQuote_(QLatin1String(language.longQuote)), quotes_(QLatin1String(language.quotes)) {
  const QStringList block = QString(QLatin1String(language.block)).split(u' ', Qt::SkipEmptyParts);
  if (block.size() == 2) blockBegin_ = block[0], blockEnd_ = block[1];
}

QList<CodeToken> CodeScanner::line(QStringView code) {
  const unsigned traits = language_.traits;
  QList<CodeToken> tokens;
  const auto add = [&](const char* element, qsizetype length) {
    if (length <= 0) return;
    if (!tokens.isEmpty() && tokens.last().element == element) tokens.last().length += length;
    else tokens.append({element, length});
  };
  const auto isWord = [&](qsizetype i) {
    return i < code.size() && (code[i].isLetterOrNumber() || code[i] == u'_' || code[i].isSurrogate() || ((traits & CodeLanguage::dashes) && code[i] == u'-'));
  };
  const auto wordEnd = [&](qsizetype i) {
    while (isWord(i)) ++i;
    return i;
  };
  bool first = true;  // nothing but space and list marks so far
  for (qsizetype at = 0; at < code.size();) {
    const QStringView rest = code.mid(at);
    if (!until_.isEmpty()) {
      const qsizetype end = rest.indexOf(until_);
      const qsizetype length = end < 0 ? rest.size() : end + until_.size();
      add(inside_, length);
      if (end >= 0) until_.clear();
      at += length;
      continue;
    }
    const QChar c = code[at];
    if (!blockBegin_.isEmpty() && rest.startsWith(blockBegin_)) {
      add("comment", blockBegin_.size());
      at += blockBegin_.size();
      until_ = blockEnd_;
      inside_ = "comment";
      continue;
    }
    bool comment = false;
    for (const QString& mark : lineMarks_) comment |= rest.startsWith(mark) && (at == 0 || mark.size() > 1 || !isWord(at - 1));
    if (comment) {
      add("comment", rest.size());
      break;
    }
    if ((traits & CodeLanguage::directives) && c == u'#' && first) {
      add("preproc", rest.size());
      break;
    }
    if (!longQuote_.isEmpty() && rest.startsWith(longQuote_)) {
      add("string", longQuote_.size());
      at += longQuote_.size();
      until_ = longQuote_;
      inside_ = "string";
      continue;
    }
    if (quotes_.contains(c)) {
      qsizetype end = at + 1;
      while (end < code.size() && code[end] != c) end += code[end] == u'\\' ? 2 : 1;
      end = std::min(end + 1, code.size());
      qsizetype after = end;
      while (after < code.size() && code[after].isSpace()) ++after;
      const bool key = first && (traits & CodeLanguage::keys) && after < code.size() && (code[after] == u':' || code[after] == u'=');
      add(key ? "attribute" : "string", end - at);
      at = end;
      first = false;
      continue;
    }
    if (c.isDigit()) {
      qsizetype end = at + 1;
      while (end < code.size() && (code[end].isLetterOrNumber() || code[end] == u'_' || (code[end] == u'.' && end + 1 < code.size() && code[end + 1].isDigit()))) ++end;
      add("number", end - at);
      at = end;
      first = false;
      continue;
    }
    if ((traits & CodeLanguage::sigils) && c == u'$' && at + 1 < code.size() && (isWord(at + 1) || code[at + 1] == u'{' || code[at + 1] == u'(')) {
      qsizetype end = wordEnd(at + 1);
      if (code[at + 1] == u'{') {
        const qsizetype close = code.indexOf(u'}', at);
        end = close < 0 ? code.size() : close + 1;
      } else if (code[at + 1] == u'(') {
        end = at + 1;
      }
      add("variable", end - at);
      at = end;
      continue;
    }
    if ((traits & CodeLanguage::marks) && c == u'@' && isWord(at + 1)) {
      const qsizetype end = wordEnd(at + 1);
      add("attribute", end - at);
      at = end;
      first = false;
      continue;
    }
    if (isWord(at) && !(c == u'-' && !isWord(at + 1))) {
      const qsizetype end = wordEnd(at);
      const QString word = code.mid(at, end - at).toString();
      const QString known = traits & CodeLanguage::anyCase ? word.toLower() : word;
      qsizetype after = end;
      while (after < code.size() && code[after].isSpace()) ++after;
      const QChar next = after < code.size() ? code[after] : QChar();
      const char* element = nullptr;
      if (first && (traits & CodeLanguage::keys) && (next == u':' || (next == u'=' && after + 1 < code.size() && code[after + 1] != u'=')) && !code.mid(after).startsWith(u"://")) element = "attribute";
      else if (keywords_.contains(known)) element = "keyword";
      else if (types_.contains(known)) element = "type";
      else if ((traits & CodeLanguage::calls) && next == u'(' && after == end) element = "function";
      else if ((traits & CodeLanguage::capitals) && word[0].isUpper()) element = "type";
      add(element, end - at);
      at = end;
      first = false;
      continue;
    }
    if (!c.isSpace() && c != u'-' && c != u'.') first = false;
    if (c == u'{' || c == u',') first = true;
    add(nullptr, 1);
    ++at;
  }
  return tokens;
}

}  // namespace halftone::app
