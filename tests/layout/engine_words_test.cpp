// What the engine says reaches the window in the window's language only where the list of its words (app/engine_worker/engine_words)
// has it and a translation stands beside it. This reads the sources: every pattern, remedy, stage and noun that is written as a
// literal there is in the list, and the list holds nothing else.
#include <QDirIterator>
#include <QFile>
#include <QMap>
#include <QRegularExpression>
#include <QSet>
#include <QTest>
#include <QXmlStreamReader>

namespace {

QString read(const QString& path) {
  QFile file(path);
  return file.open(QFile::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

// One C++ source without its comments, and what is needed to find calls and literals in it.
class Source {
 public:
  explicit Source(const QString& path) : path_(path) { strip(read(path)); }

  const QString& text() const { return text_; }
  QString place(qsizetype at) const {
    return QString("%1:%2").arg(path_.mid(QString(SOURCE_DIR).size() + 1)).arg(text_.left(at).count('\n') + 1);
  }

  // The literal or character at `at`, or nothing. `end` is behind it.
  std::optional<QString> literal(qsizetype at, qsizetype& end) const {
    static const QRegularExpression raw("R\"\\((.*?)\\)\"", QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression plain("\"((?:[^\"\\\\\\n]|\\\\.)*)\"");
    for (const QRegularExpression* kind : {&raw, &plain}) {
      const auto match = kind->match(text_, at, QRegularExpression::NormalMatch, QRegularExpression::AnchorAtOffsetMatchOption);
      if (!match.hasMatch()) continue;
      end = match.capturedEnd();
      return kind == &raw ? match.captured(1) : unescaped(match.captured(1));
    }
    return std::nullopt;
  }

  // Adjacent literals are one.
  std::optional<QString> literals(qsizetype at, qsizetype& end) const {
    std::optional<QString> all;
    for (end = spaceFrom(at);;) {
      qsizetype behind = end;
      const auto one = literal(end, behind);
      if (!one) return all;
      all = all.value_or(QString()) + *one;
      end = spaceFrom(behind);
    }
  }

  struct Argument { qsizetype begin, end; };
  // The arguments of a call whose parenthesis was opened before `at`; `end` is at the one that closes it.
  QList<Argument> arguments(qsizetype at, QChar close, qsizetype& end) const {
    QList<Argument> out;
    int depth = 0;
    for (qsizetype begin = at, i = at; i < text_.size();) {
      if (qsizetype behind = i; skipped(i, behind)) {
        i = behind;
        continue;
      }
      const QChar c = text_[i];
      if (depth == 0 && (c == u',' || c == close)) {
        if (c == u',' || !QStringView(text_).mid(begin, i - begin).trimmed().isEmpty()) out.append({begin, i});
        begin = i + 1;
        end = i;
        if (c == close) return out;
      }
      depth += QStringView(u"([{").contains(c);
      depth -= QStringView(u")]}").contains(c);
      ++i;
    }
    return out;
  }

 private:
  static QString unescaped(QString text) {
    return text.replace("\\\"", "\"").replace("\\n", "\n").replace("\\\\", "\\");
  }
  qsizetype spaceFrom(qsizetype at) const {
    while (at < text_.size() && text_[at].isSpace()) ++at;
    return at;
  }
  // A string or a character.
  bool skipped(qsizetype at, qsizetype& end) const {
    static const QRegularExpression character("(?<!\\w)'(?:[^'\\\\\\n]|\\\\.[^']*)'");
    if (text_[at] == u'"' || text_[at] == u'R') return literal(at, end).has_value();
    if (text_[at] != u'\'') return false;
    const auto match = character.match(text_, at, QRegularExpression::NormalMatch, QRegularExpression::AnchorAtOffsetMatchOption);
    end = match.capturedEnd();
    return match.hasMatch();
  }
  void strip(const QString& source) {
    text_ = source;
    for (qsizetype i = 0; i < text_.size();) {
      if (qsizetype behind = i; skipped(i, behind)) {
        i = behind;
        continue;
      }
      if (text_[i] == u'/' && text_.mid(i, 2) == u"//")
        for (; i < text_.size() && text_[i] != u'\n'; ++i) text_[i] = u' ';
      else ++i;
    }
  }

  QString path_, text_;
};

QStringList files(const QString& folder, const QStringList& names) {
  QStringList out;
  QDirIterator it(QString(SOURCE_DIR) + "/" + folder, names, QDir::Files, QDirIterator::Subdirectories);
  while (it.hasNext()) out << it.next();
  out.sort();
  return out;
}

// Everything that the sources say.
class Spoken {
 public:
  Spoken() {
    for (const char* folder : {"engine", "kernels"})
      for (const QString& path : files(folder, {"*.h", "*.cpp", "*.cu", "*.cuh"})) sources_.emplace_back(path);
    for (const Source& source : sources_) findCalls(source);
  }

  QMap<QString, QString> places;  // of every text, the first
  QStringList unclear;            // what is said by something that cannot be followed to a literal

 private:
  // Which arguments of whom are texts. Sentence and noun take names as well, which are nobody's words.
  static const QMap<QString, QList<int>>& speakers() {
    static const QMap<QString, QList<int>> all{{"fail", {1, 2}}, {"refuse", {1, 2}}, {"raise", {0}}, {"raise_limit", {0}},
                                               {"sentence", {0}}, {"Sentence", {0}}, {"noun", {0}}, {"Error", {1, 2}}};
    return all;
  }
  static bool defines(const Source& source) {
    static const QRegularExpression header("engine/(base/(sentence|error|refuse)\\.h|base/sentence\\.cpp|jinja/template_error\\.h):");
    return header.match(source.place(0)).hasMatch();
  }

  void findCalls(const Source& source) {
    if (defines(source)) return;
    static const QRegularExpression call("\\b(fail|refuse|raise|raise_limit|sentence|Sentence|noun|Error)([({])");
    for (auto it = call.globalMatch(source.text()); it.hasNext();) {
      const auto match = it.next();
      qsizetype end = 0;
      const auto arguments = source.arguments(match.capturedEnd(), match.captured(2) == "(" ? u')' : u'}', end);
      for (const int i : speakers()[match.captured(1)])
        if (i < arguments.size()) follow(source, arguments[i], match.captured(1));
    }
  }

  void add(const QString& text, const QString& place) {
    if (!text.isEmpty() && text != "{}" && !places.contains(text)) places.insert(text, place);
  }

  void follow(const Source& source, const Source::Argument& argument, const QString& speaker) {
    const QString code = source.text().mid(argument.begin, argument.end - argument.begin).trimmed();
    qsizetype end = 0;
    if (const auto text = source.literals(argument.begin, end)) {
      if (end >= argument.end) return add(*text, source.place(argument.begin));
    } else {
      static const QRegularExpression made("^(sentence|Sentence|noun|said_by)\\(");
      static const QRegularExpression name("^(?:\\w+::)*(\\w+)$");
      if (made.match(code).hasMatch()) return;  // found by itself
      if (const auto match = name.match(code); match.hasMatch() && followName(source, match.captured(1))) return;
      if (speaker == "Sentence") return;        // of a std::string: a name
    }
    unclear << source.place(argument.begin) + ": " + code;
  }

  // A constant of the same file, else of a header; or a variable whose sentence was made before.
  bool followName(const Source& source, const QString& name) {
    const QRegularExpression variable("\\bSentence " + name + "\\b");
    if (followConstant(source, name) || variable.match(source.text()).hasMatch()) return true;
    bool found = false;
    for (const Source& other : sources_)
      if (other.place(0).contains(".h:")) found |= followConstant(other, name);
    return found;
  }
  bool followConstant(const Source& source, const QString& name) {
    const QRegularExpression constant("\\b" + name + "(?:\\[\\])?\\s*=\\s*(?=R?\")");
    bool found = false;
    for (auto it = constant.globalMatch(source.text()); it.hasNext();) {
      const auto match = it.next();
      qsizetype end = 0;
      if (const auto text = source.literals(match.capturedEnd(), end)) add(*text, source.place(match.capturedStart())), found = true;
    }
    return found;
  }

  std::vector<Source> sources_;
};

QSet<QString> listed() {
  QSet<QString> out;
  for (const QString& path : files("app/engine_worker/engine_words", {"*.cpp"})) {
    const Source source(path);
    static const QRegularExpression row("QT_TRANSLATE_NOOP\\(\"engine\",");
    for (auto it = row.globalMatch(source.text()); it.hasNext();) {
      qsizetype end = 0;
      if (const auto text = source.literals(it.next().capturedEnd(), end)) out.insert(*text);
    }
  }
  return out;
}

// The numbers of the fields that a pattern asks for; {} is the next.
QSet<int> fields(QString pattern) {
  QSet<int> out;
  int next = 0;
  static const QRegularExpression field("\\{(\\d*)(?::[^}]*)?\\}");
  for (auto it = field.globalMatch(pattern.remove("{{").remove("}}")); it.hasNext();) {
    const QString number = it.next().captured(1);
    out.insert(number.isEmpty() ? next++ : number.toInt());
  }
  return out;
}

}  // namespace

class EngineWordsTest : public QObject {
  Q_OBJECT

 private slots:
  void everythingSaidIsListed() {
    const Spoken spoken;
    QVERIFY2(spoken.unclear.isEmpty(), qPrintable("What is said here? Write it as a literal, or as a sentence:\n" + spoken.unclear.join('\n')));
    QVERIFY(spoken.places.size() > 500);
    const QSet<QString> list = listed();
    QStringList missing, idle;
    for (auto it = spoken.places.begin(); it != spoken.places.end(); ++it)
      if (!list.contains(it.key())) missing << it.value() + ": " + it.key();
    for (const QString& row : list)
      if (!spoken.places.contains(row)) idle << row;
    QVERIFY2(missing.isEmpty(), qPrintable("app/engine_worker/engine_words lacks:\n" + missing.join('\n')));
    QVERIFY2(idle.isEmpty(), qPrintable("No source says, but app/engine_worker/engine_words lists:\n" + idle.join('\n')));
  }

  // A translation says all that the English says: every field, and no field more.
  void translationsKeepTheFields() {
    QFile file(QString(SOURCE_DIR) + "/resources/translations/halftone_ar.ts");
    QVERIFY(file.open(QFile::ReadOnly));
    QXmlStreamReader xml(&file);
    QString context, source;
    QStringList wrong;
    QSet<QString> seen;
    while (!xml.atEnd()) {
      if (xml.readNext() != QXmlStreamReader::StartElement) continue;
      if (xml.name() == u"name") context = xml.readElementText();
      else if (xml.name() == u"source") source = xml.readElementText();
      else if (xml.name() == u"translation" && context == "engine") {
        const bool unfinished = xml.attributes().hasAttribute("type");
        const QString text = xml.readElementText();
        seen.insert(source);
        if (unfinished || text.isEmpty() || fields(text) != fields(source)) wrong << source + " => " + text;
      }
    }
    const QSet<QString> list = listed();
    for (const QString& row : list)
      if (!seen.contains(row)) wrong << row + " is not in the catalogue: run lupdate";
    for (const QString& entry : seen)
      if (!list.contains(entry)) wrong << entry + " is in the catalogue only: run lupdate";
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join('\n')));
  }
};

QTEST_GUILESS_MAIN(EngineWordsTest)
#include "engine_words_test.moc"
