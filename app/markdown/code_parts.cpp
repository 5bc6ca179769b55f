#include "app/markdown/code_parts.h"

namespace halftone::app {
namespace {

constexpr int kPartLines = 16;

void add(QStringList& parts, int& lines, const QString& line) {
  if (parts.isEmpty() || lines == kPartLines) {
    parts.append(line);
    lines = 1;
  } else {
    parts.last() += u'\n' + line;
    ++lines;
  }
}

}  // namespace

CodeParts::CodeParts(const QString& language, bool dark) : language_(language), dark_(dark), highlighter_(language, dark) {}

QStringList CodeParts::of(const QString& text, bool open) {
  if (!all_.isEmpty() && !open && whole_ == text) return all_;
  if (!all_.isEmpty() || !text.startsWith(text_)) *this = CodeParts(language_, dark_);
  qsizetype at = text_.size();
  for (qsizetype end; (end = text.indexOf(u'\n', at)) >= 0; at = end + 1)
    add(parts_, lines_, highlighter_.line(QStringView(text).mid(at, end - at)));
  text_ = text.left(at);

  QStringList parts = parts_;
  int lines = lines_;
  QString last = text.mid(at).toHtmlEscaped();
  if (!open) last = highlighter_.line(QStringView(text).mid(at));
  add(parts, lines, last);
  for (QString& part : parts) part = QStringLiteral("<p style=\"white-space:pre-wrap\">") + part + QStringLiteral("</p>");
  if (!open) whole_ = text, all_ = parts;
  return parts;
}

int CodeParts::start(const QString& text, int part) {
  qsizetype at = 0;
  for (int line = 0; line < part * kPartLines && at >= 0; ++line) {
    const qsizetype end = text.indexOf(u'\n', at);
    if (end < 0) return static_cast<int>(text.size());
    at = end + 1;
  }
  return static_cast<int>(at);
}

}  // namespace halftone::app
