// What is copied of a reply: read again it is what was chosen; and emoji.
#include <QGuiApplication>
#include <QRegularExpression>
#include <QTest>
#include <QTextDocument>

#include "app/markdown/emoji.h"
#include "app/markdown/markdown_block_model.h"

using namespace halftone::app;

namespace {

QString htmlOf(const MarkdownBlockModel& model) {
  QString all;
  for (int row = 0; row < model.count(); ++row)
    for (const int role : {MarkdownBlockModel::AroundRole, MarkdownBlockModel::KindRole, MarkdownBlockModel::HtmlRole, MarkdownBlockModel::TextRole}) {
      const QVariant value = model.data(model.index(row), role);
      all += value.toStringList().join('/') + '|';
    }
  return all;
}

}  // namespace

class CopyTest : public QObject {
  Q_OBJECT

 private slots:
  // From behind the first row to the end: the whole is the source itself.
  void markdownComesBackAsItWas_data() {
    QTest::addColumn<QString>("markdown");
    for (const char* markdown : {
             "Some **weight**, *slant*, ~~none~~, `code` and a [link](https://example.org/a_b).", "# Heading\n\n## And *another*",
             "- one\n- two\n  - deeper\n    - and deeper\n- three", "1. one\n2. two\n\n   with more\n\n3. three", "- [x] done\n- [ ] not yet", "> quote\n>\n> > nested\n> > - list in it\n>\n> end",
             "```python\ndef f():\n    return 1\n```", "1. Do:\n\n   ```sh\n   it\n   ```\n\n2. Done", "| a | b | c |\n|:--|:-:|--:|\n| 1 | **2** | `3` |\n| x \\| y |  | z |",
             "A formula $x^2 + \\frac{1}{2}$ in words\n\n$$\\sum_i x_i$$", "snake_case, 2 * 3 and a_b_c stay", "\\*not slanted\\* and \\`no code\\`", "one\\\ntwo", "`` with ` in it ``",
             "*slant **both***", "ends with **bold **text", "Emoji 😀 👩‍👩‍👧 and **😀 weight**", "| الصيغة | الحجم |\n|---|--:|\n| int8 | 7 |", "- مرحبا\n- بكم"})
      QTest::newRow(markdown) << QString(markdown);
  }
  void markdownComesBackAsItWas() {
    QFETCH(QString, markdown);
    MarkdownBlockModel model;
    model.setText("first\n\n" + markdown);
    const QString copied = model.copied(1, 0, 1000, -1, true);
    MarkdownBlockModel again;
    again.setText("first\n\n" + copied);
    QVERIFY2(htmlOf(again) == htmlOf(model), qUtf8Printable(copied + "\n" + htmlOf(again) + "\n" + htmlOf(model)));
    QCOMPARE(model.copied(0, 0, 1000, -1, true), "first\n\n" + markdown);
  }

  void aPartIsCopied() {
    MarkdownBlockModel model;
    model.setText("One **two** three\n\n- four five\n- six");
    QCOMPARE(model.copied(0, 4, 0, 9, true), "**two** t");
    QCOMPARE(model.copied(0, 5, 0, 6, true), "**w**");
    QCOMPARE(model.copied(0, 8, 1, 4, true), "three\n\n- four");
    QCOMPARE(model.copied(0, 8, 2, -1, false), "three\n\n• four five\n• six");
  }

  void asTextItHasNoMarks() {
    MarkdownBlockModel model;
    model.setText("# Head\n\n**bold** `code` [link](https://e.org) $x^2$\n\n```c\nint x;\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |");
    QCOMPARE(model.copied(0, 0, 1000, -1, false), "Head\n\nbold code link $x^2$\n\nint x;\n\na\tb\n1\t2");
  }

  void aFormulaIsCopiedWholeAsItsSource() {
    MarkdownBlockModel model;
    model.setText("so $\\alpha^2$ is");
    QCOMPARE(model.copied(0, 3, 0, 4, true), "$\\alpha^2$");
    QCOMPARE(model.copied(0, 0, 0, 6, false), "so $\\alpha^2$ ");
  }

  void aPartOfCodeIsCodeAlone() {
    MarkdownBlockModel model;
    model.setText("```c\nint x;\nint y;\n```");
    QCOMPARE(model.copied(0, 4, 0, 10, true), "x;\nint");
  }

  void whatWasTypedIsCopiedAsItWas() {
    MarkdownBlockModel model;
    const QString text = QString("a *b* <c>\n  d\n").repeated(1000);
    model.setPlain(text);
    QVERIFY(model.count() > 1);
    QCOMPARE(model.copied(0, 0, 100000, -1, true), text);
    QCOMPARE(model.copied(0, 0, 100000, -1, false), text);
    QCOMPARE(model.copied(0, 2, 0, 9, true), "*b* <c>");
  }

  void emojiAreWhole_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("length");
    const auto row = [](const char* text, int length) { QTest::newRow(text) << QString(text) << length; };
    row("😀", 2);
    row("👍🏽", 4);
    row("👩‍👩‍👧 x", 8);
    row("🇫🇷🇩🇪", 4);
    row("1️⃣2", 3);
    row("❤️", 2);
    row("❤", 0);      // text, unless it is asked for
    row("⌚︎", 0);     // asked to be text
    row("⌚", 1);
    row("©", 0);
    row("1", 0);
    row("a", 0);
    row("中", 0);
    row("→", 0);
    row("🏴󠁧󠁢󠁥󠁮󠁧󠁿", 14);
    row("👩‍", 2);      // a joiner that joins nothing
    row("🇫", 0);
  }
  void emojiAreWhole() {
    QFETCH(QString, text);
    QFETCH(int, length);
    QCOMPARE(emojiLength(text, 0), length);
  }
};

int main(int argc, char** argv) {
  qputenv("QT_QPA_PLATFORM", "offscreen");  // documents have fonts
  QGuiApplication app(argc, argv);
  CopyTest test;
  return QTest::qExec(&test, argc, argv);
}
#include "copy_test.moc"
