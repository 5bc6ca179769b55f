// What other programs keep on this machine is found where it can be opened, and nothing hostile leads the search astray (issue 13, 13.7).
#include <sys/stat.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include "app/library/model_scan.h"
#include "tests/ui/models_home.h"

using namespace halftone::app;

namespace {

const QByteArray kGguf = "GGUF" + QByteArray(96, '\0');

struct Home : halftone::ui::ModelsHome {
  void link(const QString& target, const QString& name) const {
    QDir().mkpath(QFileInfo(path(name)).path());
    if (!QFile::link(target, path(name))) qFatal("cannot link %s", qPrintable(name));
  }
  QString blob(const QString& name, const QByteArray& bytes, char digit) const {
    const QString digest(64, QChar(digit));
    write(name + "/blobs/sha256-" + digest, bytes);
    return "sha256:" + digest;
  }

  // Found, as "PROGRAM|NAME|BYTES". Only below this home: the machine's own places are left out.
  QStringList found(const ScanLimits& limits = {}, QProcessEnvironment environment = {}, std::stop_token stop = {}) const {
    QStringList all;
    scanModels(places(environment), [&](const FoundModel& model) { all << QString("%1|%2|%3").arg(model.program, model.name).arg(model.bytes); }, stop, limits);
    return all;
  }
};

const QString kOllama = ".ollama/models";

QByteArray manifest(const QString& digest, const QByteArray& type = "application/vnd.ollama.image.model") {
  return R"({"layers": [{"mediaType": "application/vnd.ollama.image.license", "digest": "sha256:00"}, {"mediaType": ")" + type + R"(", "digest": ")" + digest.toUtf8() + "\"}]}";
}

}  // namespace

class FoundModelsTest : public QObject {
  Q_OBJECT

 private slots:
  void everyProgramsModelsAreFound() {
    Home home;
    const QString hub = ".cache/huggingface/hub/models--Qwen--Qwen2.5-7B/";
    home.write(hub + "blobs/weights", QByteArray(1000, 'w'));
    home.write(hub + "refs/main", "0123456789abcdef");
    home.write(hub + "snapshots/0123456789abcdef/config.json", "{}");
    home.link("../../blobs/weights", hub + "snapshots/0123456789abcdef/model.safetensors");
    home.write(hub + "snapshots/fedcba9876543210/config.json", "{}");  // an older revision
    home.write(hub + "snapshots/fedcba9876543210/model.safetensors", QByteArray(10, 'w'));
    home.write(".cache/huggingface/hub/models--bare--words/snapshots/0123456789abcdef/config.json", "{}");  // no weights
    home.write(".cache/huggingface/hub/datasets--a--b/snapshots/0123456789abcdef/x.gguf", kGguf);
    home.write(".lmstudio/models/google/gemma/gemma-2-9b-it.gguf", kGguf);
    home.write(".lmstudio/models/google/gemma/mmproj-gemma.gguf", kGguf);  // of pictures, speaks no word
    home.write(".lmstudio/models/meta/big/big-00001-of-00002.gguf", kGguf);
    home.write(".lmstudio/models/meta/big/big-00002-of-00002.gguf", kGguf);
    home.write(kOllama + "/manifests/registry.ollama.ai/library/llama3.3/70b", manifest(home.blob(kOllama, kGguf, 'a')));
    home.write(kOllama + "/manifests/registry.ollama.ai/library/tiny/latest", manifest(home.blob(kOllama, kGguf + "xx", 'b')));
    home.write(".local/share/nomic.ai/GPT4All/orca.gguf", kGguf + "x");
    QCOMPARE(home.found(), QStringList({"Hugging Face|Qwen2.5-7B|1000", "LM Studio|gemma-2-9b-it|100", "LM Studio|big|200", "Ollama|llama3.3:70b|100",
                                        "Ollama|tiny|102", "GPT4All|orca|101"}));
  }

  // Of a model that is known by its path: every shard, every file of a folder, nothing of what is beside it.
  void sizesAreOfTheWholeModel() {
    Home home;
    home.write("a/one.gguf", kGguf);
    home.write("a/big-00001-of-00002.gguf", kGguf);
    home.write("a/big-00002-of-00002.gguf", kGguf + "x");
    home.write("a/big-00001-of-00003.gguf", kGguf);
    home.write("b/config.json", "{}");
    home.write("b/model-00001-of-00002.safetensors", "123");
    home.write("b/model-00002-of-00002.safetensors", "4567");
    QCOMPARE(bytesOnDisk(home.path("a/one.gguf")), 100);
    QCOMPARE(bytesOnDisk(home.path("a/big-00001-of-00002.gguf")), 201);
    QCOMPARE(bytesOnDisk(home.path("b")), 7);
    QCOMPARE(bytesOnDisk(home.path("b/model-00001-of-00002.safetensors")), 7);
    QCOMPARE(bytesOnDisk(home.path("a")), 0);
    QCOMPARE(bytesOnDisk(home.path("nowhere")), 0);
    QCOMPARE(bytesOnDisk("/dev/zero"), 0);
  }

  void theEnvironmentMovesTheCache() {
    Home home;
    home.write("elsewhere/hub/models--a--moved/snapshots/0123456789abcdef/moved.gguf", kGguf);
    QCOMPARE(home.found(), QStringList());
    QProcessEnvironment environment;
    environment.insert("HF_HOME", home.path("elsewhere"));
    QCOMPARE(home.found({}, environment), QStringList("Hugging Face|moved|100"));
    environment.insert("HF_HOME", "relative");  // is no place
    QCOMPARE(home.found({}, environment), QStringList());
    environment.insert("HF_HUB_CACHE", home.path("elsewhere/hub"));
    QCOMPARE(home.found({}, environment), QStringList("Hugging Face|moved|100"));
  }

  void hostileManifestsAreRefused_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("no JSON") << QByteArray("\xff\xfe{");
    QTest::newRow("a list") << QByteArray("[1, 2]");
    QTest::newRow("layers that are words") << QByteArray(R"({"layers": ["a", 1, null]})");
    QTest::newRow("out of the folder") << manifest("sha256:../../../../secret.gguf");
    QTest::newRow("a path") << manifest("/secret.gguf");
    QTest::newRow("too short") << manifest("sha256:aaaa");
    QTest::newRow("no such blob") << manifest("sha256:" + QString(64, 'c'));
    QTest::newRow("a blob that is no model") << manifest("sha256:" + QString(64, 'd'));
    QTest::newRow("a projector") << manifest("sha256:" + QString(64, 'a'), "application/vnd.ollama.image.projector");
    QTest::newRow("deeply nested") << QByteArray(200'000, '[');
    QTest::newRow("too long") << manifest("sha256:" + QString(64, 'a')) + QByteArray(300 << 10, ' ');
  }
  void hostileManifestsAreRefused() {
    QFETCH(QByteArray, content);
    Home home;
    home.write("secret.gguf", kGguf);
    home.blob(kOllama, kGguf, 'a');
    home.blob(kOllama, "ELF, not a model", 'd');
    home.write(kOllama + "/manifests/registry.ollama.ai/library/bad/latest", content);
    home.write(kOllama + "/manifests/registry.ollama.ai/library/good/latest", manifest(home.blob(kOllama, kGguf, 'e')));
    QCOMPARE(home.found(), QStringList("Ollama|good|100"));
  }

  void aRevisionLeadsNowhereElse() {
    Home home;
    home.write("outside/config.json", "{}");
    home.write("outside/model.safetensors", "weights");
    home.write(".cache/huggingface/hub/models--a--b/refs/main", "../../../../../outside");
    QVERIFY(QDir().mkpath(home.path(".cache/huggingface/hub/models--a--b/snapshots")));
    QCOMPARE(home.found(), QStringList());
  }

  void linksLeadNowhereTwice() {
    Home home;
    home.write(".lmstudio/models/a/one.gguf", kGguf);
    home.link(home.path(".lmstudio/models"), ".lmstudio/models/a/around");
    home.link(home.path(".lmstudio/models/a/one.gguf"), ".lmstudio/models/b.gguf");
    home.link(home.path("nowhere"), ".lmstudio/models/c.gguf");
    home.link(home.path(".lmstudio/models"), ".cache/lm-studio/models");  // the old place, kept as a link to the new one
    QCOMPARE(home.found(), QStringList("LM Studio|b|100"));
  }

  void whatIsNoFileIsNotOpened() {
    Home home;
    home.write(".lmstudio/models/text.gguf", "Git LFS, not a model");
    QCOMPARE(::mkfifo(qPrintable(home.path(".lmstudio/models/pipe.gguf")), 0600), 0);  // opening it would wait for ever
    QVERIFY(QDir().mkpath(home.path(".lmstudio/models/folder.gguf")));
    home.link("/dev/zero", ".lmstudio/models/zero.gguf");
    QCOMPARE(home.found(), QStringList());
  }

  void namesAreMadePlain() {
    Home home;
    home.write(".lmstudio/models/" + QString("two\nlines\u202e") + ".gguf", kGguf);
    home.write(".lmstudio/models/" + QString(240, 'x') + ".gguf", kGguf);
    const QStringList found = home.found();
    QCOMPARE(found.size(), 2);
    QVERIFY(found.contains("LM Studio|two lines|100"));
    QVERIFY(found.contains("LM Studio|" + QString(120, 'x') + "|100"));
  }

  void depthCountAndTimeAreBounded() {
    Home home;
    for (int i = 0; i < 20; ++i) home.write(QString(".lmstudio/models/%1.gguf").arg(i, 2, 10, QChar('0')), kGguf);
    home.write(".lmstudio/models/1/2/3/4/deep.gguf", kGguf);
    QCOMPARE(home.found().size(), 21);
    QCOMPARE(home.found({.depth = 3}).size(), 20);
    QCOMPARE(home.found({.models = 5}).size(), 5);
    QVERIFY(home.found({.entries = 10}).size() <= 10);
    QCOMPARE(home.found({.time = std::chrono::milliseconds(0)}), QStringList());
    std::stop_source stopped;
    stopped.request_stop();
    QCOMPARE(home.found({}, {}, stopped.get_token()), QStringList());
  }
};

QTEST_GUILESS_MAIN(FoundModelsTest)
#include "found_models_test.moc"
