#include "app/markdown/code_highlighter.h"

#include <srchilite/formatter.h>
#include <srchilite/formattermanager.h>
#include <srchilite/formatterparams.h>
#include <srchilite/langdefmanager.h>
#include <srchilite/regexrulefactory.h>
#include <srchilite/sourcehighlighter.h>

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QHash>
#include <QStandardPaths>
#include <algorithm>
#include <array>
#include <cstring>
#include <exception>

#include "app/markdown/code_languages.h"
#include "app/markdown/code_scanner.h"

namespace halftone::app {
namespace {

// Beyond this a line is data, not code; the library's regular expressions are not linear.
constexpr qsizetype kLongestLine = 2000;

struct Colour { const char* element; const char* light; const char* dark; };  // contrast ≥ 4.5:1 on the code background of each
constexpr std::array kPalette{
    Colour{"keyword", "#4453e0", "#8a94ff"},  Colour{"type", "#0b7a6e", "#2cc7b7"},      Colour{"usertype", "#0b7a6e", "#2cc7b7"},
    Colour{"classname", "#0b7a6e", "#2cc7b7"}, Colour{"function", "#0b7a6e", "#2cc7b7"}, Colour{"string", "#8a5a00", "#f2ad58"},
    Colour{"regexp", "#8a5a00", "#f2ad58"},    Colour{"specialchar", "#a33b6a", "#f08bb4"}, Colour{"number", "#a8480b", "#f2ad58"},
    Colour{"comment", "#66666f", "#9a9aa6"},   Colour{"preproc", "#a33b6a", "#f08bb4"},  Colour{"variable", "#a33b6a", "#f08bb4"},
    Colour{"attribute", "#0b7a6e", "#2cc7b7"}, Colour{"property", "#0b7a6e", "#2cc7b7"}, Colour{"selector", "#4453e0", "#8a94ff"},
    Colour{"oldfile", "#b3261e", "#ff8a80"},   Colour{"newfile", "#1b6e3a", "#7fd69b"},  Colour{"difflines", "#4453e0", "#8a94ff"},
};

class Span : public srchilite::Formatter {
 public:
  Span(QString* out, QString colour) : out_(out), colour_(std::move(colour)) {}
  void format(const std::string& text, const srchilite::FormatterParams*) override {
    const QString escaped = QString::fromStdString(text).toHtmlEscaped();
    *out_ += colour_.isEmpty() ? escaped : QStringLiteral("<span style=\"color:%1\">%2</span>").arg(colour_, escaped);
  }

 private:
  QString* out_;
  QString colour_;
};

QString dataFolder() {
  static const QString folder = [] {
    for (const QString& candidate : QStandardPaths::locateAll(QStandardPaths::GenericDataLocation, "source-highlight", QStandardPaths::LocateDirectory))
      if (QFileInfo::exists(candidate + "/lang.map")) return candidate;
    for (const QString& share : {QCoreApplication::applicationDirPath() + "/../share", QStringLiteral("/usr/share")})
      if (QFileInfo::exists(share + "/source-highlight/lang.map")) return QDir::cleanPath(share + "/source-highlight");
    return QString();
  }();
  return folder;
}

QString coloured(const QString& text, const char* element, bool dark) {
  const auto colour = element ? std::ranges::find_if(kPalette, [&](const Colour& c) { return std::strcmp(c.element, element) == 0; }) : kPalette.end();
  const QString escaped = text.toHtmlEscaped();
  return colour == kPalette.end() ? escaped : QStringLiteral("<span style=\"color:%1\">%2</span>").arg(QLatin1String(dark ? colour->dark : colour->light), escaped);
}

srchilite::HighlightStatePtr rules(const QString& file) {
  static srchilite::RegexRuleFactory factory;
  static srchilite::LangDefManager manager(&factory);
  static QHash<QString, srchilite::HighlightStatePtr> known;  // parsed once
  auto& state = known[file];
  if (!state) state = manager.getHighlightState(dataFolder().toStdString(), file.toStdString());
  return state;
}

}  // namespace

struct CodeHighlighter::State {
  State(const QString& file, bool dark) : formatters(srchilite::FormatterPtr(new Span(&html, {}))), highlighter(rules(file)) {
    for (const Colour& colour : kPalette)
      formatters.addFormatter(colour.element, srchilite::FormatterPtr(new Span(&html, QLatin1String(dark ? colour.dark : colour.light))));
    highlighter.setFormatterManager(&formatters);
    highlighter.setFormatterParams(&params);
    highlighter.setOptimize(false);
  }
  QString html;
  srchilite::FormatterManager formatters;
  srchilite::FormatterParams params;
  srchilite::SourceHighlighter highlighter;
};

struct CodeHighlighter::Scanner {
  CodeScanner scanner;
  bool dark;
};

bool CodeHighlighter::isKnown(const QString& language) { return codeLanguage(language) != nullptr; }

CodeHighlighter::CodeHighlighter(const QString& name, bool dark) {
  const CodeLanguage* language = codeLanguage(name);
  if (!language) return;
  if (!language->file) {
    scanner_ = std::make_unique<Scanner>(Scanner{CodeScanner(*language), dark});
    return;
  }
  if (dataFolder().isEmpty()) return;
  try {
    state_ = std::make_unique<State>(QLatin1String(language->file), dark);
  } catch (...) {  // a broken definition: plain text
  }
}

CodeHighlighter::~CodeHighlighter() = default;
CodeHighlighter::CodeHighlighter(CodeHighlighter&&) noexcept = default;
CodeHighlighter& CodeHighlighter::operator=(CodeHighlighter&&) noexcept = default;

QString CodeHighlighter::line(QStringView code) {
  if (scanner_ && code.size() <= kLongestLine) {
    QString html;
    qsizetype at = 0;
    for (const CodeToken& token : scanner_->scanner.line(code)) {
      html += coloured(code.mid(at, token.length).toString(), token.element, scanner_->dark);
      at += token.length;
    }
    return html;
  }
  if (!state_ || code.size() > kLongestLine) return code.toString().toHtmlEscaped();
  try {
    state_->html.clear();
    state_->highlighter.highlightParagraph(code.toUtf8().toStdString());
    return state_->html;
  } catch (...) {  // an expression that grew too complex: plain from here on
    state_.reset();
    return code.toString().toHtmlEscaped();
  }
}

}  // namespace halftone::app
