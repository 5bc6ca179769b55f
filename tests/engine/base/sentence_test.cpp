#include "engine/base/sentence.h"

#include <QtTest>

#include "engine/base/refuse.h"
#include "engine/base/system_message.h"

using namespace halftone;

class SentenceTest : public QObject {
  Q_OBJECT

  static QStringList parts(const Sentence& sentence) {
    QStringList out;
    for (const Sentence& part : sentence.parts) out << QString::fromStdString(part.english);
    return out;
  }

 private slots:
  // The English text is what fmt writes; the parts are what stands in its fields, in the order of the fields.
  void partsAreWhatStandsInTheFields() {
    const Sentence said = sentence("tensor '{}' needs {:.1f} MiB, {{not}} {:>4}", std::string("x"), 2.25, 7);
    QCOMPARE(said.english, std::string("tensor 'x' needs 2.2 MiB, {not}    7"));
    QCOMPARE(said.pattern, std::string_view("tensor '{}' needs {:.1f} MiB, {{not}} {:>4}"));
    QCOMPARE(parts(said), QStringList({"x", "2.2", "   7"}));
  }

  void positionsAndRepetitionsAreFollowed() {
    const Sentence said = sentence("{1} before {0:02}, {1} again", 5, std::string("name"));
    QCOMPARE(said.english, std::string("name before 05, name again"));
    QCOMPARE(parts(said), QStringList({"name", "05", "name"}));
  }

  void aWidthMayBeAnArgument() {
    const Sentence said = sentence("{:{}.{}f} and {}", 1.5, 6, 2, std::string("x"));
    QCOMPARE(said.english, std::string("  1.50 and x"));
    QCOMPARE(parts(said), QStringList({"  1.50", "x"}));
  }

  // A part that is a sentence stays one, however deep.
  void sentencesNest() {
    const Sentence inner = sentence("there is no {} named '{}'", noun("filter"), std::string("trim"));
    const Error error = fail(ErrorKind::malformed, "Choose another.", "line {}: {}", 3, inner).error();
    QCOMPARE(error.message(), std::string("line 3: there is no filter named 'trim'\nChoose another."));
    QCOMPARE(error.remedy.pattern, std::string_view("Choose another."));
    QCOMPARE(error.cause.parts[1].pattern, inner.pattern);
    QCOMPARE(error.cause.parts[1].parts[0].pattern, std::string_view("filter"));
    QVERIFY(error.cause.parts[1].parts[1].pattern.empty());  // a name is nobody's word
  }

  // Where a parser puts the file's name before what it refused, the refusal can still be said in another language.
  void aPlaceBeforeItKeepsTheSentence() {
    const auto result = guarded("model.gguf", [] { refuse(ErrorKind::malformed, "", "key '{}' is there twice", std::string("k")); });
    QCOMPARE(result.error().cause.english, std::string("model.gguf: key 'k' is there twice"));
    QCOMPARE(parts(result.error().cause), QStringList({"model.gguf", "key 'k' is there twice"}));
    QCOMPARE(result.error().cause.parts[1].pattern, std::string_view("key '{}' is there twice"));
  }

  // Our words for the system's common errors are the system's own, in English.
  void theSystemsErrorsAreSaidAsItSaysThem() {
    int ours = 0;
    for (int code = 1; code < 200; ++code) {
      const Sentence said = system_message(code);
      QCOMPARE(said.english, std::generic_category().message(code));
      ours += !said.pattern.empty();
    }
    QVERIFY(ours > 5);
  }

  void exceptionsSayTheirSentence() {
    struct Refusal : std::exception, Spoken {
      Sentence words = halftone::sentence("needs {} MiB", 7);
      const Sentence& sentence() const noexcept override { return words; }
    };
    QCOMPARE(said_by(Refusal()).pattern, std::string_view("needs {} MiB"));
    const Sentence foreign = said_by(std::runtime_error("gone"));
    QCOMPARE(foreign.english, std::string("gone"));
    QVERIFY(foreign.pattern.empty());
  }
};

QTEST_APPLESS_MAIN(SentenceTest)
#include "sentence_test.moc"
