// Every control, in every state of the window, has a name for those who listen (issue 13, "Done when").
#include "tests/ui/states.h"
#include "tests/ui/walk.h"

using namespace halftone::ui;

class NamesTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() {
    prepare();
    QAccessible::setActive(true);
  }

  void everyControlHasAName_data() {
    QTest::addColumn<bool>("arabic");
    QTest::newRow("English") << false;
    QTest::newRow("Arabic") << true;
  }

  void everyControlHasAName() {
    QFETCH(bool, arabic);
    States::speak(arabic);
    States states;
    QVERIFY(states.start());
    QStringList nameless;
    for (const Look& look : {Look{{640, 480}, 1}, {{1000, 650}, 1}, {{1440, 900}, 1}})
      QVERIFY(states.visit(look, [&](const QString& state) {
        for (const QString& control : Walk(states.sitting().ui->window()).nameless()) nameless << QString("%1, %2: %3").arg(look.size.width()).arg(state, control);
      }));
    for (const QString& control : nameless.mid(0, 60)) std::fprintf(stderr, "%s\n", qPrintable(control));
    QCOMPARE(nameless.size(), 0);
  }

  void cleanup() { States::speak(false); }
};

QTEST_MAIN(NamesTest)
#include "names_test.moc"
