// Each view as a picture: what the window shows of it, twice as large, and as fine.
#include "tests/ui/looking.h"

using namespace halftone::ui;

namespace {

// Of two pictures of one size: how far apart their channels are, in the mean.
double apart(const QImage& a, const QImage& b) {
  double sum = 0;
  for (int y = 0; y < a.height(); ++y)
    for (int x = 0; x < a.width(); ++x) {
      const QColor one = a.pixelColor(x, y), two = b.pixelColor(x, y);
      sum += std::abs(one.red() - two.red()) + std::abs(one.green() - two.green()) + std::abs(one.blue() - two.blue());
    }
  return sum / 3 / a.height() / a.width();
}

}  // namespace

class ViewPictureTest : public QObject {
  Q_OBJECT

 private slots:
  void initTestCase() { prepare(); }

  void eachView_data() {
    QTest::addColumn<QString>("state");
    QTest::addColumn<bool>("dark");
    for (const char* state : {"compare", "experiment, done", "attention", "tokens", "timeline", "memory map"})
      for (const bool dark : {false, true}) QTest::addRow("%s, %s", state, dark ? "dark" : "light") << QString(state) << dark;
  }
  void eachView() {
    QFETCH(QString, state);
    QFETCH(bool, dark);
    Sitting at;
    QVERIFY(at.start() && at.resize({1180, 760}));
    at.hold();
    QVERIFY(at.openModel());
    at.ui->app().settings()->setTheme(dark ? "dark" : "light");
    at.ui->app().settings()->setReducedMotion(true);
    bool taken = false;
    const auto show = [&](const QString& now) { return now != state || !(taken = isTaken(at)); };  // and no more states
    Looking looking{at, show};
    if (state == "attention") QVERIFY(at.say("Why?", {.pieces = {"Because", " of", " it", "."}}));
    if (state == "compare") looking.compare();
    else if (state == "tokens") looking.tokens();
    else if (state == "timeline") looking.timeline();
    else if (state == "memory map") looking.memoryMap();
    else if (state == "attention") looking.attention();
    else looking.experiment();
    QVERIFY(taken);
    QVERIFY(at.ui->warnings().isEmpty());
  }

  void whatCannotBeWrittenIsSaid() {
    Sitting at;
    QVERIFY(at.start());
    at.hold();
    QVERIFY(at.openModel());
    at.key(Qt::Key_5, Qt::ControlModifier);
    QTRY_VERIFY(at.ui->shows("mapPicture") && !at.ui->app().memoryMap()->exportName().isEmpty());
    QSignalSpy said(&at.ui->app(), &ApplicationViewModel::said);
    ask(at, "/nowhere/at/all.png");
    QTRY_VERIFY(!said.isEmpty());
    QVERIFY(said.last()[0].toString().contains("/nowhere/at/all.png"));
  }

 private:
  // Ctrl+E, and that name.
  static void ask(Sitting& at, const QString& file) {
    at.key(Qt::Key_E, Qt::ControlModifier);
    (void)QTest::qWaitFor([&] { return at.ui->object("viewDialog")->property("visible").toBool(); });
    QMetaObject::invokeMethod(at.ui->object("viewDialog"), "close");
    (void)QTest::qWaitFor([&] { return !at.ui->object("viewDialog")->property("visible").toBool(); });
    FileChooser* const chooser = at.ui->app().fileChooser();
    emit chooser->chosen(FileChooser::ExportView, {QUrl::fromLocalFile(file)});
  }
  static bool isTaken(Sitting& at) {
    QQuickItem* const view = at.ui->item("exportView")->parentItem()->parentItem();
    const QRect place = view->mapRectToScene(view->boundingRect()).toRect();
    // At rest, and before there is anything to be said of the file.
    QImage window, before;
    const auto atRest = [&] {
      window = at.ui->window()->grabWindow().copy(place);
      if (std::exchange(before, window) == window) return true;
      QTest::qWait(150);
      return false;
    };
    if (!QTest::qWaitFor(atRest, 20'000)) return false;
    const QString file = at.folder.filePath("view.png");
    ask(at, file);
    QImage picture;
    if (!QTest::qWaitFor([&] { return picture.load(file); }, 20'000) || picture.size() != window.size() * 2) return false;
    const double same = apart(picture.scaled(window.size(), Qt::IgnoreAspectRatio, Qt::SmoothTransformation), window);
    const double enlarged = apart(picture, window.scaled(picture.size(), Qt::IgnoreAspectRatio, Qt::SmoothTransformation));
    qInfo("%.2f off, %.2f from what is only enlarged", same, enlarged);
    if (qEnvironmentVariableIsSet("KEEP")) picture.save(QString("%1/%2.png").arg(qEnvironmentVariable("KEEP"), QTest::currentDataTag()));
    return same < 2 && enlarged > 1.5 * same;
  }
};

QTEST_MAIN(ViewPictureTest)
#include "view_picture_test.moc"
