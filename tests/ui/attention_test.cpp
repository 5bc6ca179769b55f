// The view of attention, by keys and clicks, over a model that everybody knows.
#include "app/format.h"
#include "tests/ui/sitting.h"

using namespace halftone::ui;

class AttentionTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { prepare(); }

  void thereAndBack() {
    Sitting at;
    QVERIFY(at.start() && at.resize({1440, 900}));
    QVERIFY(at.openModel());
    AttentionViewModel& attention = *at.ui->app().attention();
    at.key(Qt::Key_3, Qt::ControlModifier);
    QTRY_VERIFY(at.ui->shows("attentionView") && !at.ui->shows("composer"));
    QTRY_COMPARE(attention.hint(), "Ask something first");
    at.key(Qt::Key_Escape);
    QTRY_VERIFY(at.ui->shows("composer") && at.hasFocus("composer"));
    QVERIFY(!attention.isActive());
    QVERIFY(at.say("one two three", {}));

    at.key(Qt::Key_3, Qt::ControlModifier);
    QTRY_VERIFY(at.ui->shows("attentionPicture"));
    const int last = static_cast<int>(attention.words().size()) - 1;
    QCOMPARE(attention.token(), last);
    at.key(Qt::Key_Up);
    QCOMPARE(attention.token(), last - 1);
    at.key(Qt::Key_Left);  // nothing of the row yet
    QCOMPARE(attention.seen(), -1);
    for (int i = 0; i < last + 3; ++i) at.key(Qt::Key_Right);
    QCOMPARE(attention.seen(), last - 1);  // a token sees nothing behind it
    const QString itself = isolated(attention.named(last - 1));
    QCOMPARE(attention.seenText(), QString("%1 looks at %1: %2 %").arg(itself).arg(std::lround(100 * attention.share(0, last - 1, last - 1))));
    QTRY_VERIFY(at.ui->shows("seen"));
    at.key(Qt::Key_Left);
    QCOMPARE(attention.seen(), last - 2);
    at.key(Qt::Key_Right, Qt::AltModifier);
    QCOMPARE(attention.head(), 1);
    at.key(Qt::Key_Down, Qt::AltModifier);
    QCOMPARE(attention.layer(), 1);
    QTRY_VERIFY(at.ui->shows("attentionPicture"));
    QQuickItem* picture = at.ui->item("attentionPicture");
    QTest::mouseClick(at.ui->window(), Qt::LeftButton, {}, picture->mapToScene({2, 2}).toPoint());
    QTRY_COMPARE(attention.token(), 0);
    at.click(at.ui->withText(at.ui->item("encoding"), "without"));
    QCOMPARE(attention.encoding(), "without");

    // A click on a head's small picture looks at it; it has dots where the large one has.
    QQuickItem* const heads = at.ui->item("heads");
    QVERIFY(heads->isVisible());
    at.click(heads->childItems().at(0));
    QTRY_COMPARE(attention.head(), 0);
    at.click(heads->childItems().at(1));
    QTRY_COMPARE(attention.head(), 1);

    // Dots where there is attention: in the last row, only at itself.
    const QImage seen = at.ui->window()->grabWindow();
    const auto dark = [&](int row, int column) {
      const double each = picture->width() / (last + 1);
      const QPoint at = picture->mapToScene({(column + 0.5) * each, (row + 0.5) * each}).toPoint();
      return seen.pixelColor(at).lightness() < 180;
    };
    QVERIFY(dark(last, last) && !dark(last, 0) && !dark(0, last));

    at.key(Qt::Key_3, Qt::ControlModifier);
    QTRY_VERIFY(at.ui->shows("composer"));
    QTRY_VERIFY(!attention.isShown());
    QVERIFY(at.ui->warnings().isEmpty());
  }

  // A column of the picture for each distance, the token itself at the end: taller where more of the attention goes.
  void howFarItLooksBack() {
    Sitting at;
    QVERIFY(at.start() && at.resize({1440, 900}));
    QVERIFY(at.openModel() && at.say("one two three", {}));
    AttentionViewModel& attention = *at.ui->app().attention();
    at.key(Qt::Key_3, Qt::ControlModifier);
    QTRY_VERIFY(at.ui->shows("attentionPicture") && at.ui->shows("lookBack"));
    QCOMPARE(at.text("looksBack"), QString("mean %1 tokens").arg(attention.looksBack()));
    QQuickItem* strip = at.ui->item("lookBack");
    const auto painted = [&](int column) {  // pixels of its dots
      const QImage image = at.ui->window()->grabWindow();
      const double pitch = strip->width() / 5;
      const QRect box = strip->mapRectToScene({strip->width() - (column + 1) * pitch, 0, pitch, strip->height()}).toRect();
      const QColor pane = image.pixelColor(box.topLeft());
      int pixels = 0;
      for (int y = box.top(); y < box.bottom(); ++y)
        for (int x = box.left(); x < box.right(); ++x) pixels += std::abs(image.pixelColor(x, y).lightness() - pane.lightness()) > 40;
      return pixels;
    };
    QTRY_VERIFY(painted(0) > 100);
    for (int column = 1; column < 5; ++column) QVERIFY(painted(column) < painted(column - 1));
    QVERIFY(at.ui->warnings().isEmpty());
  }

  // Where there is no room beside the picture, the pane opens over it, and Esc takes it away before it leaves the view.
  void small() {
    Sitting at;
    QVERIFY(at.start() && at.resize({800, 600}));
    QVERIFY(at.openModel() && at.say("one two three", {}));
    AttentionViewModel& attention = *at.ui->app().attention();
    at.key(Qt::Key_3, Qt::ControlModifier);
    QTRY_VERIFY(at.ui->shows("attentionPicture") && !at.ui->shows("attentionPane"));
    at.click(at.ui->item("pickHead"));
    QTRY_VERIFY(at.ui->shows("attentionPane"));
    at.click(at.ui->item("heads")->childItems().at(1));
    QTRY_COMPARE(attention.head(), 1);
    at.key(Qt::Key_Escape);
    QTRY_VERIFY(!at.ui->shows("attentionPane"));
    QVERIFY(at.ui->shows("attentionView"));
    at.key(Qt::Key_Escape);
    QTRY_VERIFY(at.ui->shows("composer"));
    QVERIFY(at.ui->warnings().isEmpty());
  }
};

QTEST_MAIN(AttentionTest)
#include "attention_test.moc"
