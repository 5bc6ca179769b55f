// Tens of thousands of control tokens, in the vocabulary and in what a template wrote. HALFTONE_MARKS=150000 prints how long a quarter, half
// and all of so many take (tests/bench/results holds figures).
#include <QTest>

#include <chrono>

#include "engine/load/checkpoint.h"

using namespace halftone;

class ManyMarksTest : public QObject {
  Q_OBJECT

  static double ms_of(const std::function<void()>& work) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
  }

  static std::string mark(int number) { return "<|reserved_token_" + std::to_string(number) + "|>"; }

  // A vocabulary with so many marks, and a template that writes `bytes` of what they begin with and then 2 of 5 of them.
  static void check(int marks, std::size_t bytes) {
    TokenizerData data = read_tokenizer(SOURCE_DIR "/tests/golden/twins/byte_level/tokenizer.json").value();
    const auto first = static_cast<TokenId>(make_tokenizer(data).value()->vocabulary_size());
    for (int i = 0; i < marks; ++i) data.added_tokens.push_back({.id = first + i, .text = mark(i), .special = true});
    std::unique_ptr<Tokenizer> tokenizer;
    const double open = ms_of([&] { tokenizer = make_tokenizer(std::move(data)).value(); });

    std::string before;
    while (before.size() < bytes) before += "<|reserved_token_";
    TextSpan span{before, true};
    const std::vector<TokenId> text = tokenizer->encode(std::span(&span, 1));
    const int written = marks * 2 / 5;
    for (int i = 0; i < written; ++i) span.text += mark(i);
    std::vector<TokenId> ids;
    const double encode = ms_of([&] { ids = tokenizer->encode(std::span(&span, 1)); });
    QCOMPARE(ids.size(), text.size() + static_cast<std::size_t>(written));
    QVERIFY(std::equal(text.begin(), text.end(), ids.begin()));
    for (int i = 0; i < written; ++i) QCOMPARE(ids[text.size() + static_cast<std::size_t>(i)], first + i);

    span.may_hold_control_tokens = false;  // typed by a user: none is one
    std::vector<TokenId> typed;
    const double plain = ms_of([&] { typed = tokenizer->encode(std::span(&span, 1)); });
    QVERIFY(std::ranges::none_of(typed, [&](TokenId id) { return tokenizer->is_control(id); }));
    if (qEnvironmentVariableIsSet("HALFTONE_MARKS"))
      qInfo("%d marks: opened in %.0f ms; %.2f MB and %d of them: %.0f ms from a template, %.0f ms typed", marks, open,
            static_cast<double>(bytes) * 1e-6, written, encode, plain);
  }

 private slots:
  void few() { check(2'000, 20'000); }

  void onRequest() {
    const int marks = qEnvironmentVariableIntValue("HALFTONE_MARKS");
    if (marks == 0) QSKIP("HALFTONE_MARKS=150000 times that many control tokens");
    for (const int part : {4, 2, 1}) check(marks / part, 1'000'000 / static_cast<std::size_t>(part));
  }
};

QTEST_APPLESS_MAIN(ManyMarksTest)
#include "many_marks_test.moc"
