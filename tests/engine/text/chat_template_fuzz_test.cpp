// Twenty thousand templates of a random grammar, each with what Python's jinja2 makes of it (tests/golden/templates/fuzz.py).
#include <QFile>
#include <QTest>
#include <fstream>
#include <nlohmann/json.hpp>

#include "engine/text/chat_template.h"

using namespace halftone;
using nlohmann::ordered_json;

namespace {

const QString golden = SOURCE_DIR "/tests/golden/templates/";
const std::chrono::system_clock::time_point now{std::chrono::seconds(1732368645)};  // that of oracle.py
constexpr int shown = 40;                                                           // differences that are printed

Result<std::string> render(const std::string& source, const ordered_json& context) {
  const auto chat_template = ChatTemplate::parse(source);
  if (!chat_template) return std::unexpected(chat_template.error());
  const auto spans = chat_template->render(context, now);
  if (!spans) return std::unexpected(spans.error());
  return join(*spans);
}

}  // namespace

class ChatTemplateFuzzTest : public QObject {
  Q_OBJECT
 private slots:
  void agrees_with_jinja2() {
    qputenv("TZ", "UTC"), tzset();
    // HALFTONE_TEMPLATE_CORPUS names another file that fuzz.py wrote, to look further than the one that is kept.
    QFile file(qEnvironmentVariable("HALFTONE_TEMPLATE_CORPUS", golden + "fuzz.jsonl.z"));
    QVERIFY2(file.open(QFile::ReadOnly), qPrintable(file.errorString()));
    const QByteArrayList lines = qUncompress(file.readAll()).split('\n');
    std::ifstream context_file((golden + "context.json").toStdString());
    const ordered_json context = ordered_json::parse(context_file);
    int count = 0, differences = 0;
    for (const QByteArray& line : lines) {
      if (line.isEmpty()) continue;
      const auto [source, expected] = ordered_json::parse(line.begin(), line.end()).get<std::pair<std::string, ordered_json>>();
      ++count;
      const auto got = render(source, context);
      if (got ? expected == *got : expected.is_null()) continue;
      if (++differences > shown) continue;
      qWarning("--- %d: %s\n  jinja2:   %s\n  Halftone: %s", count, source.c_str(), expected.dump().c_str(),
               got ? ordered_json(*got).dump().c_str() : got.error().cause.english.c_str());
    }
    QVERIFY2(count >= 20'000 || qEnvironmentVariableIsSet("HALFTONE_TEMPLATE_CORPUS"), qPrintable(QString::number(count)));
    QCOMPARE(differences, 0);
  }
};

QTEST_APPLESS_MAIN(ChatTemplateFuzzTest)
#include "chat_template_fuzz_test.moc"
