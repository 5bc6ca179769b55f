// Cutting Markdown into blocks while it streams, and turning blocks into HTML that cannot do harm.
#include <QAbstractItemModelTester>
#include <QRandomGenerator>
#include <QtTest>

#include "app/markdown/block_splitter.h"
#include "app/markdown/code_highlighter.h"
#include "app/markdown/markdown_block_model.h"

using namespace halftone::app;
using Kind = MarkdownBlock::Kind;

namespace {

const char* kDocument = R"(Intro with **bold** and `code`
over two lines.

# Heading one
Setext heading
==============
## Heading *two* ##

- item one
  continued

  second paragraph of the item
  - nested
    ```python
    def f(): pass
    ```
- item two
1. numbered

> quote
> > nested
lazy line

| a | b |
|---|:-:|
| 1 | 2 |
| 3 | 4 |

not a table | because
--- of this

```cpp
int main() {
  return 0;  // ``` not the end

}
```

~~~
tilde ``` fence
~~~~

    indented code

      more of it

***

Text that ends with an open fence:
```js
let x = 1;

)";

QList<MarkdownBlock> whole(const QString& text) {
  BlockSplitter splitter;
  splitter.append(text);
  splitter.finish();
  return splitter.blocks();
}

QList<Kind> kinds(const QList<MarkdownBlock>& blocks) {
  QList<Kind> kinds;
  for (const MarkdownBlock& block : blocks) kinds.append(block.kind);
  return kinds;
}

QString describe(const QList<MarkdownBlock>& blocks) {
  QString text;
  for (const MarkdownBlock& block : blocks) text += QStringLiteral("[%1 %2 %3 %4]\n").arg(int(block.kind)).arg(block.level).arg(block.language, block.text);
  return text;
}

// Lines out of pieces that look like syntax, to find what nobody thinks of.
QString randomDocument(QRandomGenerator& random) {
  static const QStringList pieces{"```", "~~~", "````", "# ", "###", "- ", "* ", "+", "1. ", "2) ", "> ", ">", "|", "---", "===", "***", "|---|---|", "| a | b |", "text",
                                  " ", "    ", "\t", "\n", "\n\n", "\r\n", "`", "\\|", "- - -", "a", "مرحبا", "𝄞", "python"};
  QString text;
  for (int i = random.bounded(80); i > 0; --i) text += pieces[random.bounded(pieces.size())];
  return text;
}

}  // namespace

QString htmlOfMarkdown(const QString& markdown) {
  MarkdownBlockModel model;
  model.setText(markdown);
  QString html;
  for (int row = 0; row < model.count(); ++row) html += model.data(model.index(row), MarkdownBlockModel::HtmlRole).toString();
  return html;
}

class MarkdownTest : public QObject {
  Q_OBJECT

 private slots:
  void blocksOfADocument() {
    const QList<MarkdownBlock> blocks = whole(kDocument);
    const QList<Kind> expected{Kind::paragraph, Kind::heading, Kind::heading, Kind::heading, Kind::list,      Kind::quote, Kind::table,
                               Kind::paragraph, Kind::code,    Kind::code,    Kind::code,    Kind::rule,      Kind::paragraph, Kind::code};
    QVERIFY2(kinds(blocks) == expected, qUtf8Printable(describe(blocks)));
    QCOMPARE(blocks[0].text, "Intro with **bold** and `code`\nover two lines.");
    QCOMPARE(blocks[1].level, 1);
    QCOMPARE(blocks[2].text, "Setext heading\n==============");
    QCOMPARE(blocks[2].level, 1);
    QCOMPARE(blocks[3].level, 2);
    QVERIFY(blocks[4].text.startsWith("- item one") && blocks[4].text.endsWith("1. numbered"));
    QCOMPARE(blocks[5].text, "> quote\n> > nested\nlazy line");
    QCOMPARE(blocks[6].text, "| a | b |\n|---|:-:|\n| 1 | 2 |\n| 3 | 4 |");
    QCOMPARE(blocks[8].language, "cpp");
    QCOMPARE(blocks[8].text, "int main() {\n  return 0;  // ``` not the end\n\n}");
    QCOMPARE(blocks[9].text, "tilde ``` fence");
    QCOMPARE(blocks[10].text, "indented code\n\n  more of it");
    QCOMPARE(blocks[13].language, "js");
    QCOMPARE(blocks[13].text, "let x = 1;\n");
  }

  void streamingGivesWhatParsingAtOnceGives() {
    QRandomGenerator random(1);
    for (int round = 0; round < 3000; ++round) {
      const QString text = round < 300 ? QString(kDocument) : randomDocument(random);
      BlockSplitter splitter;
      QList<MarkdownBlock> seen;  // what a view would hold that only takes the changes it is told of
      for (qsizetype at = 0; at < text.size();) {
        const qsizetype length = 1 + random.bounded(random.bounded(4) == 0 ? 40 : 4);
        const int first = splitter.append(QStringView(text).mid(at, length));
        at += length;
        seen.resize(first);
        seen += splitter.blocks().mid(first);
        QCOMPARE(seen.size(), splitter.blocks().size());
      }
      splitter.finish();
      const QList<MarkdownBlock> expected = whole(text);
      QVERIFY2(splitter.blocks() == expected, qUtf8Printable(text + "\n--- at once:\n" + describe(expected) + "\n--- streamed:\n" + describe(splitter.blocks())));
      QVERIFY(seen == expected);
    }
  }

  void nothingOfTheTextIsLost() {  // but the marks of fences, indentation of code and blank lines
    QRandomGenerator random(2);
    for (int round = 0; round < 500; ++round) {
      const QString text = randomDocument(random);
      qsizetype kept = 0;
      for (const MarkdownBlock& block : whole(text)) kept += block.text.count("text") + block.text.count(u'a') + block.text.count("مرحبا");
      qsizetype fences = 0;  // what stands after a fence is its language, not text
      for (const QString& line : text.split('\n'))
        if (line.trimmed().startsWith("```") || line.trimmed().startsWith("~~~")) fences += line.count("text") + line.count(u'a') + line.count("مرحبا");
      const qsizetype all = text.count("text") + text.count(u'a') + text.count("مرحبا");
      QVERIFY2(kept <= all && kept >= all - fences, qUtf8Printable(text));
    }
  }

  void veryLongInput_data() {
    QTest::addColumn<QString>("unit");
    QTest::newRow("one line") << "word ";
    QTest::newRow("long lines, ended as on Windows") << "word " + QString("x").repeated(1997) + "\r\n";
    QTest::newRow("one line of dashes") << "-----";
    QTest::newRow("one line of blanks") << "     ";
    QTest::newRow("lines") << "line\n";
    QTest::newRow("list") << "- item\n";
    QTest::newRow("quotes in quotes") << "> > >\n";
    QTest::newRow("fences") << "```\n";
    QTest::newRow("table") << "|a|b|\n";
  }
  void veryLongInput() {  // a megabyte in pieces of a few characters: linear work, or this test does not end
    QFETCH(QString, unit);
    const QString text = unit.repeated(1'000'000 / unit.size());
    BlockSplitter splitter;
    for (qsizetype at = 0; at < text.size(); at += 7) splitter.append(QStringView(text).mid(at, 7));
    splitter.finish();
    QVERIFY(splitter.blocks() == whole(text));
  }

  void modelTellsItsViewTheTruth() {
    QRandomGenerator random(3);
    for (int round = 0; round < 200; ++round) {
      const QString text = round == 0 ? QString(kDocument) : randomDocument(random);
      MarkdownBlockModel model;
      QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
      for (qsizetype at = 0; at < text.size(); at += 5) {
        model.append(text.mid(at, 5));
        for (int row = 0; row < model.count(); ++row) model.data(model.index(row), MarkdownBlockModel::HtmlRole);
      }
      model.finish();
      MarkdownBlockModel atOnce;
      atOnce.setText(text);
      QCOMPARE(model.count(), atOnce.count());
      for (int row = 0; row < model.count(); ++row)
        for (int role = MarkdownBlockModel::KindRole; role <= MarkdownBlockModel::OpenRole; ++role)
          QCOMPARE(model.data(model.index(row), role), atOnce.data(atOnce.index(row), role));
    }
  }

  void onlyTheLastBlockChangesWhileStreaming() {
    MarkdownBlockModel model;
    model.append("first\n\nsecond\n\nthird");
    QCOMPARE(model.count(), 3);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.append(" goes on");
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed[0][0].toModelIndex().row(), 2);
    QVERIFY(model.data(model.index(2), MarkdownBlockModel::OpenRole).toBool());
    QVERIFY(!model.data(model.index(1), MarkdownBlockModel::OpenRole).toBool());
  }

  void nothingIsReadBeforeSomebodyLooks() {
    MarkdownBlockModel model;
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    model.append("# one\n\ntwo");
    model.append(" and three\n");
    model.finish();
    QCOMPARE(inserted.size(), 0);
    QCOMPARE(model.count(), 2);
    QCOMPARE(model.source(), "# one\n\ntwo and three\n");
  }

  void onlyTheLastItemOfAListChangesWhileItGrows() {
    MarkdownBlockModel model;
    model.append("1. one\n2. two\n3. thr");
    QCOMPARE(model.count(), 3);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.append("ee");
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed[0][0].toModelIndex().row(), 2);
    QCOMPARE(changed[0][1].toModelIndex().row(), 2);
  }

  void linesOfCodeThatAreCompleteStayAsTheyAre() {
    MarkdownBlockModel model;
    model.append("```python\n");
    for (int line = 0; line < 100; ++line) model.append(QString("x%1 = %1\n").arg(line));
    const QStringList before = model.data(model.index(0), MarkdownBlockModel::PartsRole).toStringList();
    QCOMPARE(before.size(), 7);
    model.append("last");
    const QStringList after = model.data(model.index(0), MarkdownBlockModel::PartsRole).toStringList();
    QCOMPARE(after.mid(0, 6), before.mid(0, 6));
    QVERIFY(after[6] != before[6]);
    QCOMPARE(model.partStart(0, 1), QString(model.data(model.index(0), MarkdownBlockModel::TextRole).toString()).indexOf("x16"));
  }

  void footnotesStandAtTheEndInTheOrderOfTheirFirstMention() {
    MarkdownBlockModel model;
    model.append("First[^b] and[^a].\n\n[^a]: A note\n\n[^b]: Another\n    over two lines\n\nLast paragraph[^none].\n");
    model.finish();
    QStringList rows;
    for (int row = 0; row < model.count(); ++row)
      rows << model.data(model.index(row), MarkdownBlockModel::KindRole).toString() + model.data(model.index(row), MarkdownBlockModel::AroundRole).toStringList().join('/');
    QCOMPARE(rows, QStringList({"paragraph", "paragraph", "rule", "footnote1.", "footnote2."}));
    const QString first = model.data(model.index(0), MarkdownBlockModel::HtmlRole).toString();
    QVERIFY2(first.contains("<sup><a href=\"footnote:b\">1</a></sup>") && first.contains("<sup><a href=\"footnote:a\">2</a></sup>"), qUtf8Printable(first));
    QVERIFY(model.data(model.index(1), MarkdownBlockModel::HtmlRole).toString().contains("[^none]"));  // defined nowhere: text
    QVERIFY(model.data(model.index(3), MarkdownBlockModel::HtmlRole).toString().contains("Another over two lines"));
    QCOMPARE(model.rowOfFootnote("a"), 4);
  }

  void aLinkIsFoundWhereverItIsDefined() {
    MarkdownBlockModel model;
    model.append("See [the page][p].\n\nMore.\n\n");
    QVERIFY(model.data(model.index(0), MarkdownBlockModel::HtmlRole).toString().contains("[the page][p]"));
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.append("[p]: https://example.org\n");
    QVERIFY(!changed.isEmpty());
    QVERIFY(model.data(model.index(0), MarkdownBlockModel::HtmlRole).toString().contains("<a href=\"https://example.org\">the page</a>"));
  }

  void markdownBecomesHtml() {
    QVERIFY(htmlOfMarkdown("a **b** *c* `d`").contains("<b>b</b> <i>c</i> <code>d</code>"));
    MarkdownBlockModel table;
    table.setText("|a|b|\n|:-|-|\n|1|2|");
    const QString html = table.data(table.index(0), MarkdownBlockModel::HtmlRole).toString();
    QVERIFY2(html.contains("<table") && html.contains(">2</td>"), qUtf8Printable(html));
    QVERIFY(htmlOfMarkdown("~~gone~~").contains("<s>gone</s>"));
    QVERIFY(htmlOfMarkdown("[site](https://example.org)").contains("<a href=\"https://example.org\">site</a>"));
  }

  void nothingOfTheModelsHtmlGetsThrough_data() {
    QTest::addColumn<QString>("markdown");
    QTest::newRow("image tag") << "<img src=\"http://evil.example/track.png\">";
    QTest::newRow("block") << "<div style='x'>\n<script>alert(1)</script>\n</div>";
    QTest::newRow("markdown image") << "![alt](http://evil.example/track.png \"t\")";
    QTest::newRow("image by reference") << "![alt][r]\n\n[r]: http://evil.example/track.png";
    QTest::newRow("script link") << "[click](javascript:alert(1))";
    QTest::newRow("file link") << "[click](file:///etc/passwd)";
    QTest::newRow("data link") << "<data:text/html;base64,AAAA>";
    QTest::newRow("quote in link") << "[x](https://a.example/\"onmouseover=\"y)";
    QTest::newRow("image in link") << "[![a](http://evil.example/a.png)](javascript:b)";
    QTest::newRow("gt in alt") << "![a>b<img src=x>](http://evil.example/a.png)";
    QTest::newRow("entity") << "&lt;img src=x&gt; &#60;img src=x&#62;";
    QTest::newRow("comment") << "<!-- <img src=x> -->";
  }
  void nothingOfTheModelsHtmlGetsThrough() {
    QFETCH(QString, markdown);
    const QString html = htmlOfMarkdown(markdown);
    QVERIFY2(!html.contains("<img", Qt::CaseInsensitive) && !html.contains("<script", Qt::CaseInsensitive), qUtf8Printable(html));
    QVERIFY2(!html.contains("<div", Qt::CaseInsensitive) && !html.contains("<!--"), qUtf8Printable(html));
    for (const char* scheme : {"href=\"javascript", "href=\"file", "href=\"data"}) QVERIFY2(!html.contains(scheme), qUtf8Printable(html));
    QVERIFY2(!html.contains("onmouseover=\""), qUtf8Printable(html));
  }

  void codeIsColoured() {
    QVERIFY(CodeHighlighter::isKnown("python") && CodeHighlighter::isKnown("C++") && CodeHighlighter::isKnown("TypeScript"));
    QVERIFY(!CodeHighlighter::isKnown("no such language") && !CodeHighlighter::isKnown("../../etc/passwd") && !CodeHighlighter::isKnown(""));
    CodeHighlighter light("python", false), dark("python", true);
    const QString html = light.line(u"def f(x): return \"<b>\" # c");
    QVERIFY2(html.contains("<span style=\"color:#4453e0\">def</span>"), qUtf8Printable(html));
    QVERIFY2(html.contains("&lt;b&gt;") && !html.contains("<b>"), qUtf8Printable(html));
    QVERIFY(dark.line(u"def f(x): pass").contains("#8a94ff"));
  }

  // What people ask for most; each with a word that must have a colour.
  void everyCommonLanguageIsColoured_data() {
    QTest::addColumn<QString>("line");
    const auto row = [](const char* names, const char* line) {
      for (const QString& name : QString(names).split(' ')) QTest::newRow(qPrintable(name)) << QString(line);
    };
    row("python py c cpp c++ cuda java javascript js csharp c# go rust ruby php perl r scala haskell lua dart swift kotlin typescript ts tsx julia zig nim elixir qml", "return 1 // \"x\"");
    row("sql bash sh zsh powershell dockerfile makefile", "if while FROM select \"x\" # y");
    row("json yaml toml ini xml html css scss graphql hcl proto latex cmake fsharp clojure solidity matlab verilog vhdl nix", "- a = \"x\" # if return let true module type { color: red; } <a b=\"c\"> \\begin{x} 12");
  }
  void everyCommonLanguageIsColoured() {
    QFETCH(QString, line);
    QVERIFY(CodeHighlighter::isKnown(QTest::currentDataTag()));
    CodeHighlighter highlighter(QTest::currentDataTag(), false);
    QVERIFY2(highlighter.line(line).contains("<span"), qUtf8Printable(highlighter.line(line)));
  }

  void commentsAndStringsOfOurOwnScannerGoOverLines() {
    CodeHighlighter kotlin("kotlin", false);
    QVERIFY(kotlin.line(u"val x = 1 /* a comment").endsWith("/* a comment</span>"));
    QVERIFY(kotlin.line(u"fun still_in_it() */ fun f()").startsWith("<span style=\"color:#66666f\">fun still_in_it() */</span>"));
    QVERIFY(kotlin.line(u"fun g()").startsWith("<span style=\"color:#4453e0\">fun</span>"));
    CodeHighlighter yaml("yaml", true);
    QCOMPARE(yaml.line(u"key: <b> # c"), "<span style=\"color:#2cc7b7\">key</span>: &lt;b&gt; <span style=\"color:#9a9aa6\"># c</span>");
  }

  void coloursGoOverLines() {
    CodeHighlighter c("cpp", false);
    const QString first = c.line(u"/* a comment");
    const QString second = c.line(u"int still_in_it; */ int x;");
    QVERIFY(first.contains("#66666f"));
    QVERIFY2(second.startsWith("<span style=\"color:#66666f\">int still_in_it; "), qUtf8Printable(second));
    QVERIFY2(second.contains("<span style=\"color:#0b7a6e\">int</span> x"), qUtf8Printable(second));
  }

  void plainTextOfHighlightedCodeIsTheCode() {
    const QString code = "template <class T>\nstruct A { std::string s = \"a&b\\n\"; };\n\tint x = 0x1F; // µ مرحبا\n";
    for (const QString language : {"cpp", "python", "json", "sh", "rust", "html", "sql", "typescript", "yaml", "powershell", "unknown", ""}) {
      CodeHighlighter highlighter(language, false);
      QString text;
      for (const QString& line : code.split('\n')) text += highlighter.line(line) + '\n';
      text.remove(QRegularExpression("<[^>]*>"));
      text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
      QCOMPARE(text, code + '\n');
    }
  }

  void evilCodeDoesNoHarm() {
    CodeHighlighter highlighter("cpp", false);
    highlighter.line(QString(100'000, u'('));
    highlighter.line(QString("\"\\").repeated(900));
    highlighter.line(QString(QChar(0xD800)));
    highlighter.line({});
    for (const QString language : {"c_comment", "symbols", "outlang", "tml"}) CodeHighlighter(language, true).line(u"x = 1");
  }
};

QTEST_GUILESS_MAIN(MarkdownTest)
#include "markdown_test.moc"
