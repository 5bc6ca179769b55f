// Formulas: where text has them, and what becomes of TeX's words.
#include <QTest>

#include "app/markdown/formula.h"
#include "app/markdown/formula_scanner.h"

using namespace halftone::app;

class FormulaTest : public QObject {
  Q_OBJECT

 private slots:
  void areFound_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("found");
    QTest::newRow("dollars") << "so $x^2$ and $$y$$." << QStringList{"$x^2$", "$$y$$"};
    QTest::newRow("brackets") << "so \\(x\\) and \\[y + z\\]." << QStringList{"\\(x\\)", "\\[y + z\\]"};
    QTest::newRow("over lines") << "$$\na\n= b\n$$" << QStringList{"$$\na\n= b\n$$"};
    QTest::newRow("prices") << "It costs $5 and $10." << QStringList{};
    QTest::newRow("more prices") << "$5, $6 or $7; from $1,000 to $2,000 ($3 each)" << QStringList{};
    QTest::newRow("price ranges") << "between $5-$10 and US$20-US$30" << QStringList{};
    QTest::newRow("prose between prices") << "pay $5 to him, not 10$ to her" << QStringList{};
    QTest::newRow("shell variables") << "echo $HOME and $PATH" << QStringList{};
    QTest::newRow("in code") << "`$x$` and ``a ` $y$`` and $z$" << QStringList{"$z$"};
    QTest::newRow("in a fence") << "- a\n  ```sh\n  $x$\n  ```\n  $y$" << QStringList{"$y$"};
    QTest::newRow("escaped") << "\\$x$ and $a \\$ b$" << QStringList{"$a \\$ b$"};
    QTest::newRow("escaped brackets around words") << "\\[it\\] and \\(as he said\\)" << QStringList{};
    QTest::newRow("not over paragraphs") << "$$a\n\nb$$" << QStringList{};
    QTest::newRow("spaces inside") << "$ x $" << QStringList{};
    QTest::newRow("unclosed") << "$x and \\(y and \\[z" << QStringList{};
    QTest::newRow("in parentheses") << "($n$-th)" << QStringList{"$n$"};
  }
  void areFound() {
    QFETCH(QString, text);
    QFETCH(QStringList, found);
    QStringList spans;
    for (const FormulaSpan& span : formulasIn(text)) spans << text.mid(span.begin, span.end - span.begin);
    QCOMPARE(spans, found);
  }

  void areWritten_data() {
    QTest::addColumn<QString>("tex");
    QTest::addColumn<QString>("html");
    const auto row = [](const char* tex, const char* html) { QTest::newRow(tex) << QString(tex) << QString(html); };
    row("x", "<i>x</i>");
    row("\\alpha + \\Omega", "<i>α</i>\u2009+\u2009Ω");
    row("x^2", "<i>x</i><sup>2</sup>");
    row("x^23", "<i>x</i><sup>2</sup>3");
    row("x_{ij}^{n+1}", "<i>x</i><sub><i>i</i><i>j</i></sub><sup><i>n</i>+1</sup>");
    row("\\frac{a}{b}", "<i>a</i>/<i>b</i>");
    row("\\frac{a+b}{2}", "(<i>a</i>\u2009+\u2009<i>b</i>)/2");
    row("\\frac12", "1/2");
    row("\\sqrt{2}", "√2");
    row("\\sqrt[3]{x}", "<sup>3</sup>√<i>x</i>");
    row("\\sqrt{x+1}", "√<span style=\"text-decoration:overline\"><i>x</i>\u2009+\u20091</span>");
    row("a \\leq b", "<i>a</i>\u2009≤\u2009<i>b</i>");
    row("-1", "−1");
    row("a < b", "<i>a</i>\u2009&lt;\u2009<i>b</i>");
    row("\\mathbb{R}^n", "ℝ<sup><i>n</i></sup>");
    row("\\text{if } x", "if <i>x</i>");
    row("\\mathrm{softmax}(z)", "softmax(<i>z</i>)");
    row("\\hat{y}", "<i>y\u0302</i>");
    row("\\left( x \\right.", "(<i>x</i>");
    row("e^{x^2}", "<i>e</i><sup><i>x</i>²</sup>");
    row("f'", "<i>f</i>′");
    row("90^\\circ", "90°");
    row("\\log n", "log\u2009<i>n</i>");
    row("\\log(n)", "log(<i>n</i>)");
    row("\\begin{aligned} a &= b \\\\ c &= d \\end{aligned}", "<i>a</i>\u2009=\u2009<i>b</i><br><i>c</i>\u2009=\u2009<i>d</i>");
    row("\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}", "(1\u20022;\u20033\u20024)");
    row("x \\not= y", "<i>x</i>\u2009≠\u2009<i>y</i>");
    row("\\text{<b>}", "&lt;b&gt;");
  }
  void areWritten() {
    QFETCH(QString, tex);
    QFETCH(QString, html);
    QCOMPARE(formulaHtml(tex).value_or("nothing"), html);
  }

  // Never half of it: what is not understood stays as it was written.
  void areLeftAloneWhereNotUnderstood() {
    for (const char* tex : {"\\unknown{x}", "{x", "x}", "\\frac{a}", "x^", "\\begin{nowhere}x\\end{nowhere}", "\\begin{aligned}x", "\\", "a & b", "\\sqrt[3", "#1", "\\left"})
      QVERIFY2(!formulaHtml(QString(tex)) || QString(tex) == "\\left", tex);
    QVERIFY(!formulaHtml(QString(10'000, 'x')));
  }

  void noMarkupOfTheirsGetsThrough() {
    for (const char* tex : {"<img src=x>", "\\text{<img src=x>}", "\\mathbb{<}", "\\hat{<}", "\\not<", "\\tag{<b>}", "\\pmod{<i>}", "\\mathrm{<s>}", "\\overline{<u>}"}) {
      QString html = formulaHtml(QString(tex)).value_or(QString());
      for (const char* ours : {"<i>", "</i>", "<b>", "</b>", "<sup>", "</sup>", "<sub>", "</sub>", "<br>", "<span style=\"text-decoration:overline\">", "</span>"}) html.remove(ours);
      QVERIFY2(!html.contains('<'), qUtf8Printable(html));
    }
  }
};

QTEST_APPLESS_MAIN(FormulaTest)
#include "formula_test.moc"
