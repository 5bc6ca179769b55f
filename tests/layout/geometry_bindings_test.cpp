// Qt 6.4 keeps four observers of a binding of x, y, width or height within the binding, and the others on the heap, where it frees them while it
// still walks over them when what is bound changes again within its own notification. So no such binding reads more than four geometries;
// what needs more goes through properties of its own, which are notified in another way.
#include <QDirIterator>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

namespace {

constexpr int kMostReads = 4;

// The bindings of a text: line, and the whole expression.
struct Binding {
  int line;
  QString expression;
};
QList<Binding> geometryBindings(const QString& text) {
  static const QRegularExpression begins(QStringLiteral(R"((?:^|[;{])\s*(?:x|y|width|height)\s*:\s*(.*)$)"));
  static const QRegularExpression goesOn(QStringLiteral(R"([?:+\-*/,(&|=]\s*$)")), continues(QStringLiteral(R"(^\s*[?:+*/&|-])"));
  const QStringList lines = text.split(u'\n');
  QList<Binding> bindings;
  for (qsizetype i = 0; i < lines.size(); ++i) {
    const QRegularExpressionMatch match = begins.match(lines[i]);
    if (!match.hasMatch()) continue;
    QString expression = match.captured(1);
    qsizetype end = i;
    if (expression.trimmed() == QLatin1String("{")) {
      int depth = 1;
      while (depth > 0 && end + 1 < lines.size()) {
        ++end;
        depth += static_cast<int>(lines[end].count(u'{') - lines[end].count(u'}'));
        expression += lines[end];
      }
    } else {
      while (end + 1 < lines.size() && (goesOn.match(lines[end]).hasMatch() || continues.match(lines[end + 1]).hasMatch())) expression += u' ' + lines[++end];
    }
    bindings.append({static_cast<int>(i) + 1, expression.remove(QRegularExpression(QStringLiteral("//.*")))});
  }
  return bindings;
}

qsizetype readsOf(const QString& expression) {
  static const QRegularExpression read(QStringLiteral(R"((?<![\w.])(?:\w+\.)*(?:x|y|width|height)\b(?!\s*:))"));
  return expression.count(read);
}

}  // namespace

class GeometryBindingsTest : public QObject {
  Q_OBJECT

 private slots:
  void countsReads() {
    QCOMPARE(readsOf("Math.max(-parent.x, Math.min(picture.width - parent.x - width, -width / 2))"), 5);
    QCOMPARE(readsOf("mark.index * pitch + maxWidth"), 0);
    const auto bindings = geometryBindings("Item {\n    x: a.width +\n        b.width\n    Item { width: 3; height: parent.height }\n    y: {\n        return a.x\n    }\n}\n");
    QCOMPARE(bindings.size(), 3);
    QCOMPARE(readsOf(bindings[0].expression), 2);
  }

  void noneReadsMoreThanFour() {
    QStringList faults;
    int bindings = 0;
    for (QDirIterator files(QStringLiteral(SOURCE_DIR "/ui"), {QStringLiteral("*.qml")}, QDir::Files, QDirIterator::Subdirectories); files.hasNext();) {
      QFile file(files.next());
      QVERIFY(file.open(QFile::ReadOnly));
      for (const Binding& binding : geometryBindings(QString::fromUtf8(file.readAll()))) {
        ++bindings;
        if (readsOf(binding.expression) > kMostReads) faults << QStringLiteral("%1:%2: %3").arg(file.fileName()).arg(binding.line).arg(binding.expression.trimmed());
      }
    }
    QVERIFY(bindings > 200);
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
  }
};

QTEST_APPLESS_MAIN(GeometryBindingsTest)
#include "geometry_bindings_test.moc"
