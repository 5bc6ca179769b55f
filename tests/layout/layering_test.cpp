// Arrows point downwards only: every #include and every link line is held against the table of rooms.
#include <QDirIterator>
#include <QFile>
#include <QHash>
#include <QRegularExpression>
#include <QSet>
#include <QTest>
#include <functional>

namespace {

// Room -> rooms it may look into, itself included. A file belongs to the longest room that its path begins with.
const QHash<QString, QStringList> kRooms = {
    {"kernels/core", {"kernels/core"}},
    {"kernels/formats", {"kernels/core", "kernels/formats"}},
    {"kernels/layouts", {"kernels/core", "kernels/formats", "kernels/layouts"}},
    {"kernels/ops", {"kernels/core", "kernels/formats", "kernels/layouts", "kernels/ops"}},
    {"kernels/reference", {"kernels/core", "kernels/formats", "kernels/layouts", "kernels/ops", "kernels/reference"}},
    {"kernels/cpu", {"kernels/core", "kernels/formats", "kernels/layouts", "kernels/ops", "kernels/cpu"}},
    {"kernels/cuda", {"kernels/core", "kernels/formats", "kernels/layouts", "kernels/ops", "kernels/cuda"}},
    {"engine/base", {"engine/base"}},
    {"engine/spec", {"engine/base", "engine/spec", "kernels/formats", "kernels/ops"}},
    {"engine/jinja", {"engine/base", "engine/jinja"}},
    {"engine/tokenizer", {"engine/base", "engine/tokenizer"}},
    {"engine/text", {"engine/base", "engine/jinja", "engine/tokenizer", "engine/text"}},
    {"engine/load",
     {"engine/base", "engine/spec", "engine/tokenizer", "engine/load", "kernels/core", "kernels/formats", "kernels/layouts", "kernels/ops",
      "kernels/cpu/quantise.h"}},
    {"engine/backend/cuda",
     {"engine/base", "engine/spec", "engine/backend", "kernels/core", "kernels/formats", "kernels/layouts", "kernels/ops", "kernels/cuda"}},
    {"engine/backend",
     {"engine/base", "engine/spec", "engine/backend", "kernels/core", "kernels/formats", "kernels/layouts", "kernels/ops"}},
    {"engine/model",
     {"engine/base", "engine/spec", "engine/tokenizer", "engine/load", "engine/backend", "engine/model", "kernels/core", "kernels/formats",
      "kernels/layouts", "kernels/ops"}},
    {"engine/generate",
     {"engine/base", "engine/spec", "engine/tokenizer", "engine/text", "engine/load", "engine/backend", "engine/model", "engine/generate",
      "kernels/core", "kernels/formats", "kernels/layouts", "kernels/ops"}},
    {"app",
     {"app", "engine/base", "engine/tokenizer", "engine/text", "engine/backend/memory.h", "engine/generate",
      "kernels/core/device_fault.h"}},
    {"app/cli",
     {"app/cli", "engine/base", "engine/tokenizer", "engine/text", "engine/load", "engine/generate", "engine/backend", "kernels/core",
      "kernels/ops"}},
};

// Static library -> those it may link.
const QHash<QString, QStringList> kLibraries = {
    {"halftone_kernels", {}},
    {"halftone_kernels_cuda", {"halftone_kernels"}},
    {"halftone_engine", {"halftone_kernels", "halftone_kernels_cuda"}},
    {"halftone-cli", {"halftone_engine", "halftone_kernels"}},
    {"halftone_app", {"halftone_engine", "halftone_kernels"}},
};

QString roomOf(const QString& path) {
  QString best;
  for (auto it = kRooms.keyBegin(); it != kRooms.keyEnd(); ++it) {
    if (path.startsWith(*it + "/") && it->size() > best.size()) best = *it;
  }
  return best;
}

QString read(const QString& path) {
  QFile file(path);
  return file.open(QFile::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

// What is wrong with one file's includes; the path is relative to the repository.
QStringList violations(const QString& path, const QString& source) {
  static const QRegularExpression include(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])", QRegularExpression::MultilineOption);
  QStringList found;
  const QString room = roomOf(path);
  if (room.isEmpty()) return {path + " is in no room"};
  const bool belowQt = room != "app";
  for (auto it = include.globalMatch(source); it.hasNext();) {
    const auto match = it.next();
    const QString target = match.captured(2);
    const bool quoted = match.captured(1) == "\"";
    static const QRegularExpression qt("^(Q[A-Z]|Qt[A-Z])");
    if (belowQt && qt.match(target).hasMatch()) found << QString("%1 includes Qt: %2").arg(path, target);
    if (!quoted || target.startsWith("hwy/")) continue;
    bool allowed = false;
    for (const QString& below : kRooms[room]) {
      allowed |= target == below || (target.startsWith(below + "/") && (below != "app" || roomOf(target) == "app"));
    }
    if (!allowed) found << QString("%1 (%2) looks up or across at %3").arg(path, room, target);
  }
  return found;
}

// The files of ours that one includes, as paths in the repository; a name alone is beside it.
QStringList includesOf(const QString& path, const QString& source) {
  static const QRegularExpression include("^\\s*#\\s*include\\s*\"([^\"]+)", QRegularExpression::MultilineOption);
  QStringList found;
  for (auto it = include.globalMatch(source); it.hasNext();) {
    const QString target = it.next().captured(1);
    found << (QFile::exists(QString(SOURCE_DIR) + "/" + target) ? target : path.section('/', 0, -2) + "/" + target);
  }
  return found;
}

// "a.h, b.h, a.h", or nothing.
QString circleIn(const QHash<QString, QStringList>& includes) {
  QSet<QString> done;
  QStringList way;
  const std::function<bool(const QString&)> comesBack = [&](const QString& file) {
    const bool back = way.contains(file);
    way << file;
    if (back) return true;
    if (!done.contains(file))
      for (const QString& next : includes.value(file))
        if (comesBack(next)) return true;
    done.insert(file);
    way.removeLast();
    return false;
  };
  for (auto it = includes.keyBegin(); it != includes.keyEnd(); ++it)
    if (comesBack(*it)) return way.join(", ");
  return {};
}

}  // namespace

class LayeringTest : public QObject {
  Q_OBJECT

 private slots:
  void includesPointDown() {
    QStringList found;
    int files = 0;
    for (const QString& top : {QString("kernels"), QString("engine"), QString("app")}) {
      QDirIterator it(QString(SOURCE_DIR) + "/" + top, {"*.h", "*.cpp", "*.cu", "*.cuh"}, QDir::Files, QDirIterator::Subdirectories);
      while (it.hasNext()) {
        const QString path = it.next();
        found << violations(QDir(SOURCE_DIR).relativeFilePath(path), read(path));
        ++files;
      }
    }
    QVERIFY(files > 50);
    QVERIFY2(found.isEmpty(), qPrintable(found.join('\n')));
  }

  // The check itself must be able to fail.
  void badIncludesAreSeen_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("source");
    QTest::newRow("kernel sees engine") << "kernels/cpu/a.cpp"
                                        << "#include \"engine/base/error.h\"";
    QTest::newRow("op sees its implementation") << "kernels/ops/a.h"
                                                << "#include \"kernels/cpu/quantise.h\"";
    QTest::newRow("reference sees what it defines") << "kernels/reference/a.cpp"
                                                    << "#include \"kernels/cpu/quantise.h\"";
    QTest::newRow("format sees how it is laid out") << "kernels/formats/a.h"
                                                    << "#include \"kernels/layouts/panel.h\"";
    QTest::newRow("engine sees app") << "engine/model/a.cpp"
                                     << "#include \"app/format.h\"";
    QTest::newRow("engine sees Qt") << "engine/generate/a.cpp"
                                    << "#include <QString>";
    QTest::newRow("cli sees Qt") << "app/cli/a.cpp"
                                 << "#include <QtCore/QString>";
    QTest::newRow("text sees model") << "engine/text/a.h"
                                     << "# include \"engine/model/weights.h\"";
    QTest::newRow("app skips the face") << "app/viewmodels/a.cpp"
                                        << "#include \"engine/model/transformer.h\"";
    QTest::newRow("app sees kernels") << "app/viewmodels/a.cpp"
                                      << "#include \"kernels/ops/matmul.h\"";
  }
  void badIncludesAreSeen() {
    QFETCH(QString, path);
    QFETCH(QString, source);
    QCOMPARE(violations(path, source).size(), 1);
  }

  // No file includes itself by way of others: of two that seem to need each other one has two ideas.
  void noFilesGoInACircle() {
    QHash<QString, QStringList> includes;
    for (const QString& top : {QString("kernels"), QString("engine"), QString("app"), QString("tests")}) {
      QDirIterator it(QString(SOURCE_DIR) + "/" + top, {"*.h", "*.cpp", "*.cu", "*.cuh"}, QDir::Files, QDirIterator::Subdirectories);
      while (it.hasNext()) {
        const QString path = QDir(SOURCE_DIR).relativeFilePath(it.next());
        includes[path] = includesOf(path, read(QString(SOURCE_DIR) + "/" + path));
      }
    }
    QVERIFY(includes.value("engine/generate/local_engine.h").contains("engine/generate/engine.h"));
    const QString circle = circleIn(includes);
    QVERIFY2(circle.isEmpty(), qPrintable(circle));
  }
  void aCircleIsSeen() {
    QCOMPARE(circleIn({{"a.h", {"b.h"}}, {"b.h", {"c.h"}}, {"c.h", {}}}), QString());
    QVERIFY(!circleIn({{"a.h", {"b.h"}}, {"b.h", {"c.h"}}, {"c.h", {"b.h"}}}).isEmpty());
  }

  void librariesLinkDown() {
    static const QRegularExpression link(R"(target_link_libraries\(\s*(\S+)([^)]*)\))");
    int seen = 0;
    QStringList found;
    for (const QString& file : {QString("kernels"), QString("engine"), QString("app"), QString("app/cli")}) {
      const QString text = read(QString(SOURCE_DIR) + "/" + file + "/CMakeLists.txt");
      for (auto it = link.globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        const QString target = match.captured(1);
        if (!kLibraries.contains(target)) continue;
        ++seen;
        static const QRegularExpression ours(R"(\bhalftone[_a-z-]+)");
        for (auto libs = ours.globalMatch(match.captured(2)); libs.hasNext();) {
          const QString library = libs.next().captured(0);
          if (library != "halftone_options" && !kLibraries[target].contains(library)) found << target + " links " + library;
        }
        if (target != "halftone_app" && match.captured(2).contains("Qt6::")) found << target + " links Qt";
      }
    }
    QVERIFY(seen >= 4);
    QVERIFY2(found.isEmpty(), qPrintable(found.join('\n')));
  }
};

QTEST_APPLESS_MAIN(LayeringTest)
#include "layering_test.moc"
