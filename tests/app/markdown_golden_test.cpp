// What a reply is shown as, against what GitHub's own parser makes of the same text (tests/golden/markdown/make.py); and text that is
// made to take long.
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

#include "app/markdown/markdown_block_model.h"

using namespace halftone::app;

namespace {

// A row in the words of make.py.
QString described(const MarkdownBlockModel& model, int row) {
  const auto value = [&](int role) { return model.data(model.index(row), role); };
  const QString kind = value(MarkdownBlockModel::KindRole).toString();
  QString words = value(MarkdownBlockModel::HtmlRole).toString();
  QString name = kind;
  if (kind == "heading") name += QString::number(value(MarkdownBlockModel::LevelRole).toInt());
  if (kind == "code") {
    name += ' ' + value(MarkdownBlockModel::LanguageRole).toString();
    words = value(MarkdownBlockModel::TextRole).toString();
  }
  if (kind == "rule") words.clear();
  if (kind == "table") {
    static const QRegularExpression cell(R"re(<t[hd] align="(\w+)" dir="\w+">)re"), frame(R"re(^<table[^>]*>|</table>$)re");
    words.remove(frame).replace(cell, "<td \\1>").replace("</th>", "</td>");
  } else if (kind != "code") {
    static const QRegularExpression paragraph(R"re(^<p[^>]*>|</p>$)re");
    words.remove(paragraph);
  }
  words.replace("&quot;", "\"").replace("&copy;", "©").replace("&#35;", "#").replace("&#x41;", "A").replace("&nosuch;", "&amp;nosuch;");  // entities are Qt's to decode
  return value(MarkdownBlockModel::AroundRole).toStringList().join('/') + '|' + name + '|' + words;
}

QStringList leaves(const MarkdownBlockModel& model) {
  QStringList all;
  for (int row = 0; row < model.count(); ++row) all << described(model, row);
  return all;
}

}  // namespace

class MarkdownGoldenTest : public QObject {
  Q_OBJECT

 private slots:
  void asGitHubDoes_data() {
    QFile file(SOURCE_DIR "/tests/golden/markdown/pairs.json");
    QVERIFY(file.open(QFile::ReadOnly));
    QTest::addColumn<QString>("markdown");
    QTest::addColumn<QStringList>("expected");
    for (const QJsonValue pair : QJsonDocument::fromJson(file.readAll()).array()) {
      const QString markdown = pair["markdown"].toString();
      QStringList expected;
      for (const QJsonValue leaf : pair["leaves"].toArray())
        expected << leaf.toString();
      QTest::addRow("%s", qUtf8Printable(markdown.left(60).simplified())) << markdown << expected;
    }
  }
  void asGitHubDoes() {
    QFETCH(QString, markdown);
    QFETCH(QStringList, expected);
    MarkdownBlockModel model;
    model.setText(markdown);
    QCOMPARE(leaves(model).join('\n'), expected.join('\n'));
    MarkdownBlockModel streamed;  // and letter by letter, looked at all the time
    for (const QChar letter : markdown) {
      streamed.append(letter);
      QVERIFY(streamed.count() >= 0);
    }
    streamed.finish();
    QCOMPARE(leaves(streamed).join('\n'), expected.join('\n'));
  }

  void whatIsMadeToTakeLong_data() {
    QTest::addColumn<QString>("markdown");
    const auto row = [](const char* name, const QString& unit, qsizetype times, const QString& end = {}) { QTest::newRow(name) << unit.repeated(times) + end; };
    row("quotes in quotes", "> ", 100'000, "deep");
    row("lists in lists", "- ", 50'000, "deep");
    row("quotes, line by line", "> > > > > > > > line\n", 10'000);
    row("a table of many rows", "| a | b |\n", 1, "|---|---|\n" + QString("| c | d |\n").repeated(20'000));
    row("a table of many columns", "|a", 5'000, "|\n" + QString("|-").repeated(5'000) + "|\n" + QString("|b").repeated(5'000) + "|\n");
    row("stars", "*", 100'000);
    row("a star, a letter", "*a ", 50'000);
    row("openings of links", "[", 100'000);
    row("links never closed", "[a](", 50'000);
    row("references", "[a][b] ", 50'000);
    row("definitions", "[a]: https://e.org\n", 20'000, "\n[a]");
    row("footnotes", "[^a] ", 50'000, "\n\n[^a]: note");
    row("many footnotes", "[^a]: note\n", 10'000);
    row("ticks", "`", 100'000);
    row("ticks of all lengths", [] { QString all; for (int i = 1; i < 400; ++i) all += QString(i, '`') + 'a'; return all; }(), 1);
    row("dollars", "$", 100'000);
    row("formulas never closed", "\\(", 50'000);
    row("dollars with a letter", "$a ", 50'000);
    row("a deep formula", "$" + QString("{").repeated(2000) + QString("}").repeated(1990) + "$ ", 20);
    row("roots of roots", "$" + QString("\\sqrt{").repeated(300) + "x" + QString("}").repeated(300) + "$ ", 50);
    row("entities", "&amp;", 50'000);
    row("tags", "<a><b>", 50'000);
    row("struck", "~~a", 50'000);
    row("numbers", "1. a\n", 30'000);
    row("rules", "---\n", 50'000);
    row("emoji", "👩‍👩‍👧", 20'000);
    row("lone halves of letters", QString(QChar(0xD83D)), 50'000);
    row("our own marks", QString(QChar(0xFDD0)) + "0" + QChar(0xFDD1) + "$x$", 20'000);
  }
  void whatIsMadeToTakeLong() {  // no part of it longer than a person would notice; measured 1.1 s at most, asan apart
    QFETCH(QString, markdown);
    QElapsedTimer clock;
    clock.start();
    MarkdownBlockModel model;
    model.setText(markdown);
    const int rows = model.count();
    for (int row = 0; row < rows; ++row) {
      QVERIFY(model.data(model.index(row), MarkdownBlockModel::AroundRole).toStringList().size() <= kDeepest);
      model.data(model.index(row), MarkdownBlockModel::HtmlRole);
    }
    QVERIFY2(clock.elapsed() < 5000, qPrintable(QString::number(clock.elapsed())));
    qInfo("%d rows in %lld ms", rows, static_cast<long long>(clock.elapsed()));
  }
};

QTEST_GUILESS_MAIN(MarkdownGoldenTest)
#include "markdown_golden_test.moc"
