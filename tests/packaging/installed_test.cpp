// What an installation is: every file that a desktop looks for, under one name and one version.
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

namespace {

const QString kId = QStringLiteral("org.halftone.Halftone");

QString read(const QString& path) {
  QFile file(path);
  return file.open(QFile::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QString first(const QString& text, const char* pattern) {
  return QRegularExpression(pattern, QRegularExpression::MultilineOption).match(text).captured(1);
}

QString answer(const QString& program, const QStringList& arguments) {
  QProcess process;
  process.start(program, arguments);
  process.waitForFinished(60'000);
  return QString::fromUtf8(process.readAllStandardOutput()).trimmed();
}

}  // namespace

class InstalledTest : public QObject {
  Q_OBJECT

  QTemporaryDir folder_;
  QString at(const QString& path) const { return folder_.filePath("root/" + path); }

 private slots:
  void initTestCase() {
    QProcess install;
    install.setProcessChannelMode(QProcess::MergedChannels);
    install.start("cmake", {"--install", BINARY_DIR, "--prefix", folder_.filePath("root")});
    QVERIFY(install.waitForFinished(120'000));
    QVERIFY2(install.exitCode() == 0, install.readAll());
  }

  void filesAreThere_data() {
    QTest::addColumn<QString>("path");
    for (const char* path :
         {"bin/halftone", "bin/halftone-cli", "share/applications/org.halftone.Halftone.desktop", "share/metainfo/org.halftone.Halftone.metainfo.xml",
          "share/mime/packages/org.halftone.Halftone.xml", "share/icons/hicolor/scalable/apps/org.halftone.Halftone.svg",
          "share/icons/hicolor/48x48/apps/org.halftone.Halftone.png", "share/icons/hicolor/symbolic/apps/org.halftone.Halftone-symbolic.svg",
          "share/icons/hicolor/scalable/mimetypes/org.halftone.Halftone-model.svg", "share/man/man1/halftone.1", "share/man/man1/halftone-cli.1",
          "share/bash-completion/completions/halftone", "share/bash-completion/completions/halftone-cli", "share/fish/vendor_completions.d/halftone-cli.fish",
          "share/halftone/demo-model/model.safetensors"})
      QTest::newRow(path) << path;
  }
  void filesAreThere() {
    QFETCH(QString, path);
    QVERIFY(QFileInfo(at(path)).size() > 0);
  }

  // A library, a header or a test would be in a package by mistake.
  void nothingElseIs() {
    QStringList strange;
    for (QDirIterator it(at(""), QDir::Files, QDirIterator::Subdirectories); it.hasNext();) {
      const QString path = QDir(at("")).relativeFilePath(it.next());
      if (!path.startsWith("share/") && path != "bin/halftone" && path != "bin/halftone-cli") strange << path;
    }
    QVERIFY2(strange.isEmpty(), qPrintable(strange.join(' ')));
  }

  void versionIsOne() {
    const QString version = first(read(SOURCE_DIR "/CMakeLists.txt"), R"(^project\(Halftone VERSION (\S+))");
    QVERIFY(!version.isEmpty());
    QCOMPARE(answer(at("bin/halftone"), {"--version"}), "halftone " + version);
    QCOMPARE(answer(at("bin/halftone-cli"), {"--version"}), version);
    QCOMPARE(first(read(SOURCE_DIR "/CHANGELOG.md"), R"(^## (\S+))"), version);
    QCOMPARE(first(read(at("share/metainfo/org.halftone.Halftone.metainfo.xml")), "<release version=\"([^\"]+)"), version);
    QVERIFY(read(at("share/man/man1/halftone.1")).contains("\"halftone " + version + '"'));
  }

  // Window, entry, icon and description find one another by it.
  void nameIsOne() {
    QCOMPARE(first(read(SOURCE_DIR "/app/main.cpp"), "setDesktopFileName\\(QStringLiteral\\(\"([^\"]+)"), kId);
    const QString entry = read(at("share/applications/" + kId + ".desktop"));
    QCOMPARE(first(entry, "^Icon=(.+)$"), kId);
    const QString metainfo = read(at("share/metainfo/" + kId + ".metainfo.xml"));
    QCOMPARE(first(metainfo, "<id>(.+)</id>"), kId);
    QCOMPARE(first(metainfo, "<launchable type=\"desktop-id\">(.+)</launchable>"), kId + ".desktop");
  }

  void fileTypesAreTheSameEverywhere() {
    const QString types = read(at("share/mime/packages/" + kId + ".xml")), metainfo = read(at("share/metainfo/" + kId + ".metainfo.xml"));
    const QStringList opened = first(read(at("share/applications/" + kId + ".desktop")), "^MimeType=(.+)$").split(';', Qt::SkipEmptyParts);
    QCOMPARE(opened.size(), 2);
    for (const QString& type : opened) {
      QVERIFY2(types.contains("type=\"" + type + '"'), qPrintable(type));
      QVERIFY2(metainfo.contains("<mediatype>" + type + "</mediatype>"), qPrintable(type));
    }
    QVERIFY(QFile::exists(at("share/icons/hicolor/scalable/mimetypes/" + first(types, "<icon name=\"(.+)\"/>") + ".svg")));
  }

  // Every switch that the entry's actions use is one of the program's.
  void actionsAreUnderstood() {
    const QString help = answer(at("bin/halftone"), {"--help"});
    const QRegularExpression used("^Exec=halftone (--\\S+)$", QRegularExpression::MultilineOption);
    int seen = 0;
    for (auto it = used.globalMatch(read(at("share/applications/" + kId + ".desktop"))); it.hasNext(); ++seen)
      QVERIFY(help.contains("  " + it.next().captured(1) + ' '));
    QCOMPARE(seen, 2);
  }

  void demoModelIsComplete() {
    QProcess process;
    process.start(at("bin/halftone-cli"), {"inspect", at("share/halftone/demo-model")});
    QVERIFY(process.waitForFinished(60'000));
    QVERIFY2(process.exitCode() == 0, process.readAllStandardError());
  }
};

QTEST_GUILESS_MAIN(InstalledTest)
#include "installed_test.moc"
