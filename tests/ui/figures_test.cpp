// Every figure in sight says its unit and, pointed at, how it was measured: in all views, with something in them (design rule "Figures").
#include "tests/ui/states.h"

using namespace halftone::ui;

namespace {

// What begins with a number; and in text that is set as figures, a number anywhere that stands by itself ("int8" is a name).
const QRegularExpression kBegins(QStringLiteral("^[<≈~×+−-]?\\s?\\d"), QRegularExpression::UseUnicodePropertiesOption);
const QRegularExpression kHolds(QStringLiteral("(^|[\\s(·÷≈<])[<≈~×+−-]?\\d"), QRegularExpression::UseUnicodePropertiesOption);
const QRegularExpression kUnitBehind(QStringLiteral("\\d[^\\d]*[\\p{L}%][^\\d]*$"), QRegularExpression::UseUnicodePropertiesOption);
const QRegularExpression kMarks(QStringLiteral("[\\x{2066}-\\x{2069}]|</?b>"));

bool is(const QObject* object, const char* name) {
  for (const QMetaObject* type = object->metaObject(); type; type = type->superClass())
    if (qstrcmp(type->className(), name) == 0) return true;
  return false;
}

class Figures {
 public:
  explicit Figures(Window& ui) : window_(ui.window()) {
    for (QQuickItem* item : ui.items()) {
      if (is(item, "QQuickPopupItem") && item->isVisible() && hasButtons(item)) layer_ = item;
      if (Sitting::type(item) == "Hint") hints_ << item;
    }
    for (QQuickItem* item : ui.items())
      if (isFigure(item)) figures_ << item;
  }

  qsizetype count() const { return figures_.size(); }

  // The pointer goes to each, as a person's would.
  QStringList faults() {
    QStringList found;
    for (const QPointer<QQuickItem>& item : figures_) {
      if (item && !hasUnit(item)) found << "no unit: " + describe(item);
      if (item) QTest::mouseMove(window_, inSight(item).center().toPoint());
      if (item && item->isVisible() && !explained(item)) found << "no hint: " + describe(item);
    }
    QTest::mouseMove(window_, {window_->width() - 2, window_->height() - 2});
    return found;
  }

 private:
  // A sentence that comes and goes has none.
  static bool hasButtons(QQuickItem* popup) {
    QList<QQuickItem*> all;
    collect(popup, all);
    return std::ranges::any_of(all, [](const QQuickItem* item) { return item->isVisible() && is(item, "QQuickAbstractButton"); });
  }

  static QString words(const QQuickItem* item) { return item->property("text").toString().remove(kMarks).trimmed(); }

  // Titles and sentences are none. Fields, messages and code are no texts of the window's own: they are edited or selected. What else is
  // not its own says `quoted`: a number of a reply's list, the name of a key.
  bool isFigure(QQuickItem* item) const {
    const bool title = Sitting::type(item) == "Caption", sentence = Sitting::type(item) != "Figure" && words(item).endsWith(u'.');
    if (!is(item, "QQuickText") || title || sentence || !(Sitting::type(item) == "Figure" ? kHolds : kBegins).match(words(item)).hasMatch())
      return false;
    double opacity = 1;
    bool above = !layer_;  // what lies below a menu or a sheet is looked at without it
    for (const QQuickItem* around = item; around; around = around->parentItem()) {
      opacity *= around->opacity();
      above = above || around == layer_;
      if (around->property("quoted").toBool() || is(around, "QQuickPopupItem") != (around == layer_ && layer_)) return false;
    }
    return item->isVisible() && opacity > 0.5 && above && inSight(item).width() > 4 && inSight(item).height() > 4;
  }

  QRectF inSight(const QQuickItem* item) const {
    QRectF place = item->mapRectToScene({0, 0, item->width(), item->height()}) & QRectF(0, 0, window_->width(), window_->height());
    for (const QQuickItem* around = item->parentItem(); around; around = around->parentItem())
      if (around->clip() || is(around, "QQuickFlickable")) place &= around->mapRectToScene({0, 0, around->width(), around->height()});
    return place;
  }

  // Behind the number, or said by the control that the figure belongs to.
  static bool hasUnit(const QQuickItem* item) {
    const QString text = words(item);
    if (kUnitBehind.match(text).hasMatch() || text.startsWith(u'×')) return true;
    for (int up = 0; up < 5 && item; ++up, item = item->parentItem())
      if (!item->property("unit").toString().isEmpty()) return true;
    return false;
  }

  // Is a sentence shown, and not only the figure again?
  bool explained(const QQuickItem* item) const {
    return std::ranges::any_of(hints_, [&](const QPointer<QQuickItem>& hint) {
      if (!hint || !hint->isVisible() || !hint->property("shown").toBool()) return false;
      const QString said = hint->property("text").toString().remove(item->property("text").toString());
      return said.split(u' ', Qt::SkipEmptyParts).size() >= 3;
    });
  }

  QString describe(const QQuickItem* item) const {
    QStringList around;
    for (const QQuickItem* parent = item->parentItem(); parent && around.size() < 3; parent = parent->parentItem())
      if (const QString type = Sitting::type(parent); !type.startsWith("QQuick")) around << type;
    const QRect place = inSight(item).toRect();
    return QString("“%1” in %2 at %3,%4").arg(words(item).left(60), around.join(" < ")).arg(place.x()).arg(place.y());
  }

  QQuickWindow* window_;
  QQuickItem* layer_ = nullptr;                  // the menu or sheet that lies over the window
  QList<QPointer<QQuickItem>> figures_, hints_;  // some are made anew while the pointer goes about
};

}  // namespace

class FiguresTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { prepare(); }

  void everyFigureHasAUnitAndAHint_data() {
    QTest::addColumn<bool>("arabic");
    QTest::addColumn<QSize>("size");
    QTest::newRow("English") << false << QSize(1440, 900);
    QTest::newRow("Arabic") << true << QSize(1440, 900);
    QTest::newRow("small") << false << QSize(800, 600);
  }

  void everyFigureHasAUnitAndAHint() {
    QFETCH(bool, arabic);
    QFETCH(QSize, size);
    States::speak(arabic);
    States states;
    QVERIFY(states.start());
    QStringList faults;
    qsizetype seen = 0;
    const bool all = states.visit({size, 1}, [&](const QString& state) {
      QQuickItem* card = states.sitting().ui->item("alternatives");  // a pointer over its rows chooses
      const QVariant choice = card ? card->property("choice") : QVariant();
      Figures figures(*states.sitting().ui);
      seen += figures.count();
      for (const QString& fault : figures.faults())
        faults << state + ": " + fault, std::fprintf(stderr, "%s\n", qPrintable(faults.constLast()));
      if (card) card->setProperty("choice", choice);
    });
    QVERIFY2(all, qPrintable("after " + states.last()));
    QVERIFY2(seen > 300, qPrintable(QString::number(seen)));
    QCOMPARE(faults.size(), 0);
  }

  // One that says nothing, or has no unit, is found.
  void oneThatDoesNotIsFound() {
    Sitting at;
    QVERIFY(at.start() && at.resize({1440, 900}) && at.openModel());
    QVERIFY(at.say("one two three", {.pieces = {"four ", "five"}}));
    QTRY_COMPARE(at.ui->item("speedFigure")->property("figure").toString(), "100");
    QCOMPARE(Figures(*at.ui).faults(), QStringList());
    at.ui->item("speedFigure")->setProperty("hint", "");
    QTRY_COMPARE(Figures(*at.ui).faults().size(), 1);
    at.ui->item("speedFigure")->setProperty("hint", "How it was measured.");
    at.ui->item("speedFigure")->setProperty("unit", "");
    QTRY_COMPARE(Figures(*at.ui).faults().size(), 1);
  }

  void cleanup() { States::speak(false); }
};

QTEST_MAIN(FiguresTest)
#include "figures_test.moc"
