// halftone-cli as a script uses it: exit codes, streams, JSON fields, and figures held against the operating system's own.
#include <QRegularExpression>
#include <cmath>

#include "../sanitizer.h"
#include "cli.h"

using namespace halftone::cli;

namespace {

qint64 memory(const QJsonObject& turn, const char* key) { return turn["memory"].toObject()[key].toInteger(); }

}  // namespace

class CliTest : public QObject {
  Q_OBJECT

 private:
  QTemporaryDir folder_;

 private slots:
  void exitCodes_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("says");
    QTest::newRow("no subcommand") << QStringList{} << 2 << QByteArray("subcommand");
    QTest::newRow("unknown option") << QStringList{"chat", kDemo, "--wieghts", "int4"} << 2 << QByteArray("--wieghts");
    QTest::newRow("help") << QStringList{"--help"} << 0 << QByteArray();
    QTest::newRow("no such file") << QStringList{"inspect", "/nowhere/model.gguf"} << 1 << QByteArray("/nowhere/model.gguf");
    QTest::newRow("unknown precision") << QStringList{"chat", kDemo, "--weights", "int5"} << 1 << QByteArray("int5");
    QTest::newRow("no such draft") << QStringList{"chat", kDemo, "--speculate", "/nowhere/draft"} << 1 << QByteArray("/nowhere/draft");
    QTest::newRow("unknown draft precision") << QStringList{"chat", kDemo, "--speculate", "lookup", "--draft-weights", "int5"} << 1 << QByteArray("int5");
    QTest::newRow("unknown shape") << QStringList{"bench", "--shape", "gpt-9"} << 1 << QByteArray("gpt-9");
    QTest::newRow("no switch of a column") << QStringList{"compare",  kDemo,          "--messages", "/x",
                                                          "--column", "weights=bf16", "--column",   "wieghts=int4"}
                                           << 1 << QByteArray("'wieghts=int4' is no switch");
    QTest::newRow("one column") << QStringList{"compare", kDemo, "--messages", "/x", "--column", "weights=bf16"} << 2
                                << QByteArray("two or more");
    QTest::newRow("bench without either") << QStringList{"bench"} << 2 << QByteArray("MODEL or --shape");
    QTest::newRow("inspect without either") << QStringList{"inspect"} << 2 << QByteArray("MODEL or --shape");
    QTest::newRow("no RoPE to scale")
        << QStringList{"logits", QString(SOURCE_DIR) + "/tests/golden/families/bloom", "--tokens", "1", "--rope", "yarn:4", "--out", "/dev/null"} << 1
        << QByteArray("has no RoPE");
    QTest::newRow("unknown scaling") << QStringList{"inspect", kDemo, "--rope", "ntk:4"} << 1 << QByteArray("'ntk:4' is not known");
    QTest::newRow("scaling without factor") << QStringList{"inspect", kDemo, "--rope", "yarn"} << 1 << QByteArray("'yarn' has no factor");
    QTest::newRow("token out of range") << QStringList{"logits", kDemo, "--tokens", "1 999999", "--out", "/dev/null"} << 1 << QByteArray("999999");
    QTest::newRow("context too small") << QStringList{"chat", kDemo, "--context", "-5"} << 2 << QByteArray("--context");
    const QString learned = QString(SOURCE_DIR) + "/tests/golden/families/gpt2";
    QTest::newRow("attention without learned positions")
        << QStringList{"attention", learned, "--tokens", "3 4", "--layer", "0", "--head", "0", "--without-position"} << 1
        << QByteArray("added to its input");
    QTest::newRow("attention of no such head") << QStringList{"attention", learned, "--tokens", "3 4", "--layer", "0", "--head", "4"} << 1
                                               << QByteArray("heads 0 to 3");
    QTest::newRow("attention of nothing") << QStringList{"attention", kDemo, "--layer", "0", "--head", "0"} << 2 << QByteArray("--text");
    QTest::newRow("does not fit") << QStringList{"bench", "--shape", "llama-2-7b", "--weights", "f32", "--context", "16000000"} << 1 << QByteArray("MiB");
  }
  void exitCodes() {
    QFETCH(QStringList, arguments);
    QFETCH(int, code);
    QFETCH(QByteArray, says);
    const Outcome outcome = run(arguments);
    QCOMPARE(outcome.code, code);
    QVERIFY2(outcome.err.contains(says), outcome.err);
  }

  void inspectCountsEveryByte() {
    const Outcome outcome = run({"inspect", kDemo, "--json"});
    QCOMPARE(outcome.code, 0);
    const QJsonObject model = QJsonDocument::fromJson(outcome.out).object();
    QCOMPARE(model["family"].toString(), "llama");
    qint64 stored = 0;
    for (const auto& tensor : model["tensors"].toArray()) stored += tensor.toObject()["bytes"].toInteger();
    QCOMPARE(stored, 2 * model["parameters"].toInteger());  // bf16
    QCOMPARE(model["kv_cache_bytes"].toInteger(), 2 * model["context"].toInteger() * model["layers"].toInteger() *
                                                      model["kv_heads"].toInteger() * model["head_width"].toInteger() * 2);
  }

  // OctoCoder: 40 layers, 48 heads of 128, one kv head, f16: 2 · 40 · 128 · 2 bytes a token.
  void oneKvHeadIsWhatMakesLongContextsFit() {
    const Outcome outcome = run({"inspect", "--shape", "octocoder-15b", "--context", "16000", "--json"});
    QVERIFY2(outcome.code == 0, outcome.err);
    const QJsonObject model = QJsonDocument::fromJson(outcome.out).object();
    QCOMPARE(model["kv_heads"].toInteger(), 1);
    QCOMPARE(model["kv_cache_bytes"].toInteger(), 16'000LL * 2 * 40 * 128 * 2);
    QVERIFY(model["kv_cache_bytes"].toInteger() < 400'000'000);
    QCOMPARE(model["kv_cache_bytes_all_heads"].toInteger(), 48 * model["kv_cache_bytes"].toInteger());
    QVERIFY(model["kv_cache_bytes_all_heads"].toInteger() > 15'000'000'000);
    const Outcome text = run({"inspect", "--shape", "octocoder-15b", "--context", "16000"});
    QVERIFY2(text.out.contains("312.50 MiB (14.65 GiB if each of its 48 heads had its own)"), text.out);
  }

  void learnedPositionsEnd() {
    const QString gpt2 = QString(SOURCE_DIR) + "/tests/golden/families/gpt2";  // 64 positions
    const Outcome longer = run({"logits", gpt2, "--tokens", "1 2 3", "--context", "65", "--out", "/dev/null"});
    QCOMPARE(longer.code, 1);
    QVERIFY2(longer.err.contains("65 tokens; the model learned positions for 64"), longer.err);
    QStringList tokens;
    for (int i = 0; i < 65; ++i) tokens << "5";
    const Outcome more = run({"logits", gpt2, "--tokens", tokens.join(' '), "--out", "/dev/null"});
    QCOMPARE(more.code, 1);
    QVERIFY2(more.err.contains("65 tokens; the model has positions for 64"), more.err);
    tokens.removeLast();
    QCOMPARE(run({"logits", gpt2, "--tokens", tokens.join(' '), "--out", folder_.filePath("learned.npy")}).code, 0);
  }

  void tokenizeMatchesLlama_data() {
    QTest::addColumn<QString>("model");
    QTest::newRow("GGUF vocabulary") << QString(SHARED_DATA_DIR) + "/tokenizers/llama-spm.gguf";
    QTest::newRow("tokenizer.model") << QString(SHARED_DATA_DIR) + "/tokenizers/llama-2.tokenizer.model";
  }
  void tokenizeMatchesLlama() {
    QFETCH(QString, model);
    if (!QFile::exists(model)) QSKIP("the real llama vocabulary is not here");
    QFile input(QString(SHARED_DATA_DIR) + "/tokenizers/llama-spm.gguf.inp"), expected(QString(SHARED_DATA_DIR) + "/tokenizers/llama-spm.gguf.out");
    QVERIFY(input.open(QFile::ReadOnly) && expected.open(QFile::ReadOnly));
    const QByteArray separator = "\n__ggml_vocab_test__\n";
    QByteArray all = input.readAll();
    const QList<QByteArray> ids = expected.readAll().trimmed().split('\n');
    QList<QByteArray> texts;
    for (qsizetype at = 0; at >= 0;) {
      const qsizetype end = all.indexOf(separator, at);
      texts << all.mid(at, end < 0 ? -1 : end - at);
      at = end < 0 ? -1 : end + separator.size();
    }
    while (texts.size() > ids.size()) texts.removeLast();
    QVERIFY(texts.size() >= 46);
    for (qsizetype i = 0; i < texts.size(); ++i) {
      const Outcome outcome = run({"tokenize", model}, texts[i]);
      QCOMPARE(outcome.code, 0);
      QCOMPARE(outcome.out.trimmed(), ids[i].trimmed());
      const Outcome back = run({"detokenize", model}, outcome.out);
      QCOMPARE(back.code, 0);
    }
  }

  void controlTokensOnlyOnRequest() {
    const Outcome plain = run({"tokenize", kDemo}, "<|end|>"), special = run({"tokenize", kDemo, "--special"}, "<|end|>");
    QCOMPARE(plain.code, 0);
    QVERIFY(plain.out.trimmed().split(' ').size() > 1);
    QVERIFY(special.out.trimmed().split(' ').size() <= 2);  // perhaps bos, and the one token
  }

  void chatJsonHasWhatItPromises() {
    const QString file = write(folder_, "two.json", conversation({"How many people live in France?", "And how many are in Germany?"}));
    const Outcome outcome = run({"chat", kDemo, "--messages", file, "--json"});
    QCOMPARE(outcome.code, 0);
    const auto turns = outcome.json();
    QCOMPARE(turns.size(), 2);
    for (const QJsonObject& turn : turns) {
      for (const char* key : {"text", "tokens", "prompt_tokens", "reused_tokens", "prefill_tokens", "first_token_ms", "prefill_tokens_per_s",
                              "decode_tokens_per_s", "finish", "memory"}) {
        QVERIFY2(turn.contains(key), key);
      }
      for (const char* key : {"weights", "kv_cache", "activations", "workspace", "peak", "device_total", "device_free"}) {
        QVERIFY2(turn["memory"].toObject().contains(key), key);
      }
      QCOMPARE(turn["prompt_tokens"].toInt(), turn["reused_tokens"].toInt() + turn["prefill_tokens"].toInt());
      QCOMPARE(turn["finish"].toString(), "stop");
    }
    QCOMPARE(turns[1]["reused_tokens"].toInt(), turns[0]["prompt_tokens"].toInt() + turns[0]["tokens"].toInt());
  }

  // A prompt of about 4,000 tokens, so that the categories are large beside the program itself.
  // The guide's dialogues, and a prompt that repeats text: the same replies, and how many of the drafted tokens were accepted.
  void speculationChangesNoReply_data() {
    QTest::addColumn<QStringList>("options");
    QTest::newRow("lookup") << QStringList{"--speculate", "lookup"};
    QTest::newRow("the model itself at int4") << QStringList{"--speculate", kDemo, "--draft-weights", "int4"};
  }
  void speculationChangesNoReply() {
    QFETCH(QStringList, options);
    const QList<QStringList> dialogues = {
        {"How many people live in France?", "And how many are in Germany?"},
        {"Please write a function in Python that transforms bytes to Giga bytes.",
         "How can I modify the function above to return Mega bytes instead?", "Please repeat the function above."},
        {"Repeat: one two three four five one two three four five one two three four five one two"}};
    int accepted = 0;
    for (const QStringList& questions : dialogues) {
      const QStringList chat = {"chat", kDemo, "--messages", write(folder_, "speculate.json", conversation(questions)), "--weights", "bf16", "--json"};
      const auto plain = run(chat).json(), turns = run(chat + options).json();
      QCOMPARE(turns.size(), questions.size());
      QCOMPARE(plain.size(), questions.size());
      for (qsizetype i = 0; i < turns.size(); ++i) {
        for (const char* same : {"text", "tokens", "prompt_tokens", "reused_tokens", "finish"}) QCOMPARE(turns[i][same], plain[i][same]);
        QVERIFY(plain[i]["acceptance"].isNull() && plain[i]["drafted_tokens"].toInt() == 0);
        const double drafted = turns[i]["drafted_tokens"].toInt();
        if (drafted > 0) QCOMPARE(turns[i]["acceptance"].toDouble(), turns[i]["accepted_tokens"].toInt() / drafted);
        accepted += turns[i]["accepted_tokens"].toInt();
      }
    }
    QVERIFY(accepted > 0);
    const Outcome text = run(QStringList{"chat", kDemo, "--messages", write(folder_, "again.json", conversation(dialogues[1]))} + options);
    QVERIFY2(QRegularExpression("accepted \\d+ of \\d+ drafted tokens").match(text.err).hasMatch(), text.err);
  }

  void memoryIsWhatTheProcessTook() {
    if (kAddressSanitizer) QSKIP("the sanitizer's own memory is part of the process");
    const QString file = write(folder_, "long.json", conversation({QString("How many people live in France? ").repeated(700)}));
    const QStringList common = {"chat", kDemo, "--messages", file, "--json", "--context", "8192", "--max-tokens", "2"};
    const auto flash = run(common), naive = run(common + QStringList{"--attention", "naive"});
    QVERIFY2(flash.code == 0 && naive.code == 0, flash.err + naive.err);
    const QJsonObject f = flash.json().at(0), n = naive.json().at(0);
    const QJsonObject model = QJsonDocument::fromJson(run({"inspect", kDemo, "--json"}).out).object();
    const qint64 tokens = n["prompt_tokens"].toInteger();
    QVERIFY2(tokens > 4000, qPrintable(QString::number(tokens)));
    QCOMPARE(memory(f, "attention_scores"), 0);
    QCOMPARE(memory(n, "attention_scores"), model["heads"].toInteger() * tokens * tokens * 4);  // QKᵀ in float32, to the byte
    QVERIFY(memory(n, "peak") - memory(f, "peak") > memory(n, "attention_scores"));
    // What the operating system counted at its highest, less what the program held before the model, is what the categories say.
    const double took = static_cast<double>(memory(n, "process_peak") - memory(n, "baseline"));
    const double said = static_cast<double>(memory(n, "peak"));
    QVERIFY2(std::abs(took - said) < 0.03 * took, qPrintable(QString("took %1, said %2").arg(took).arg(said)));
  }

  void logitsAreAnArray() {
    const QString out = folder_.filePath("logits.npy");
    QCOMPARE(run({"logits", kDemo, "--tokens", "1 2 3", "--out", out}).code, 0);
    QFile file(out);
    QVERIFY(file.open(QFile::ReadOnly));
    const QByteArray bytes = file.readAll();
    QVERIFY(bytes.startsWith("\x93NUMPY"));
    QVERIFY(bytes.left(128).contains("(3, "));
    QCOMPARE((bytes.size() - 128) % (3 * 4), 0);
  }

  void attentionSaysWhereTokensLook() {
    const QStringList one = {"attention", kDemo, "--text", "How many people live in France?", "--layer", "1", "--head", "0"};
    const Outcome outcome = run(one + QStringList{"--without-position", "--json"});
    QVERIFY2(outcome.code == 0, outcome.err);
    const QJsonObject result = outcome.json().value(0);
    const qsizetype count = result["tokens"].toArray().size();
    QVERIFY(count > 5);
    QCOMPARE(result["bytes"].toInteger(), 2 * 2 * count * (count + 1) / 2);
    for (const char* key : {"attention", "without_position"}) {
      const QJsonArray rows = result[key].toObject()["rows"].toArray();
      QCOMPARE(rows.size(), count);
      double mean = 0;
      for (qsizetype i = 0; i < count; ++i) {
        const QJsonArray weights = rows[i].toObject()["weights"].toArray();
        QCOMPARE(weights.size(), i + 1);
        double sum = 0, back = 0;
        for (qsizetype j = 0; j <= i; ++j) sum += weights[j].toDouble(), back += weights[j].toDouble() * static_cast<double>(i - j);
        QVERIFY(std::abs(sum - 1) < 1e-3);
        QVERIFY(std::abs(rows[i].toObject()["looks_back"].toDouble() - back) < 1e-5);
        mean += back / static_cast<double>(count);
        const QJsonObject largest = rows[i].toObject()["largest"].toArray()[0].toObject();
        QCOMPARE(weights[largest["token"].toInteger()].toDouble(), largest["share"].toDouble());
      }
      QVERIFY(std::abs(result[key].toObject()["looks_back"].toDouble() - mean) < 1e-5);
    }
    QVERIFY(result["attention"] != result["without_position"]);

    const Outcome text = run(one);
    QVERIFY2(text.code == 0, text.err);
    QCOMPARE(text.out.count('\n'), count + 2);  // a head, and the mean
    QVERIFY2(text.out.contains("\" France\""), text.out);
    const Outcome same = run({"attention", kDemo, "--tokens", "300,301,302", "--layer", "1", "--head", "0", "--json"});
    QVERIFY2(same.code == 0, same.err);
    QCOMPARE(same.json().value(0)["tokens"].toArray().size(), 3);
    QVERIFY(!same.json().value(0).contains("without_position"));
  }

  void perplexityComparesPrecisions() {
    const QString text = kDemo + "/eval.txt";
    const Outcome outcome = run({"perplexity", kDemo, "--file", text, "--weights", "int8", "--reference-weights", "bf16", "--json"});
    QCOMPARE(outcome.code, 0);
    const QJsonObject result = outcome.json().at(0);
    QVERIFY(result["perplexity"].toDouble() > 1 && result["perplexity"].toDouble() < 50);
    QVERIFY(std::abs(result["perplexity_ratio"].toDouble() - 1) < 0.01);
    QVERIFY(result["top1_agreement"].toDouble() > 0.97);
    QVERIFY(result["kl_divergence"].toDouble() >= 0);
    const QJsonObject self = run({"perplexity", kDemo, "--file", text, "--reference-weights", "bf16", "--json"}).json().at(0);
    QCOMPARE(self["kl_divergence"].toDouble(), 0.0);
    QCOMPARE(self["top1_agreement"].toDouble(), 1.0);
  }

  void benchReportsItsLimits() {
    const Outcome outcome = run({"bench", kDemo, "--prompt", "16", "--generate", "8", "--repeat", "1", "--json"});
    QCOMPARE(outcome.code, 0);
    const QJsonObject result = outcome.json().at(0);
    for (const char* key : {"matmul_tflop_s", "prefill_matmul_share"}) QVERIFY2(result[key].toDouble() > 0, key);
    for (const char* key : {"read_bandwidth_gb_s", "decode_bandwidth_share", "decode_bandwidth_share_of_weights", "decode_tokens_per_s",
                            "prefill_tokens_per_s", "check_8_steps"}) {
      QVERIFY2(result[key].toObject()["median"].toDouble() > 0, key);
    }
    const auto median = [&](const char* key) { return result[key].toObject()["median"].toDouble(); };
    QVERIFY(median("decode_bandwidth_share_of_weights") < median("decode_bandwidth_share"));
    QVERIFY(!result["token_path"].toString().isEmpty());
    QCOMPARE(result["depth"].toInt(), 0);
  }

  void benchStoresRandomWeightsAsAsked() {
    const QStringList bench{"bench", "--shape", "test-tiny", "--prompt", "8", "--generate", "8", "--repeat", "1", "--json", "--stored"};
    const QJsonObject plain = run(bench + QStringList{"Q8_0"}).json().at(0), finer = run(bench + QStringList{"Q4_0"}).json().at(0);
    QCOMPARE(plain["stored"].toString(), "Q8_0");
    QVERIFY(finer["bytes_per_token"].toDouble() < plain["bytes_per_token"].toDouble());
    const Outcome unknown = run(bench + QStringList{"Q9"});
    QCOMPARE(unknown.code, 1);
    QVERIFY2(unknown.err.contains("Q4_K_M"), unknown.err);
    QVERIFY(run({"bench", kDemo, "--stored", "Q8_0"}).code != 0);
  }

  void chatTellsHowSureItWas() {
    const QString file = write(folder_, "sure.json", conversation({"How many people live in France?"}));
    const QJsonObject reply =
        run({"chat", kDemo, "--messages", file, "--max-tokens", "8", "--probabilities", "2", "--json"}).json().value(0);
    const QJsonArray tokens = reply["probabilities"].toArray();
    QCOMPARE(tokens.size(), reply["tokens"].toInt());
    QString text;
    for (const QJsonValue& token : tokens) {
      text += token["text"].toString();
      QCOMPARE(token["likeliest"].toArray().size(), 2);
      QCOMPARE(token["likeliest"][0]["text"], token["text"]);  // greedy
      QVERIFY(token["probability"].toDouble() > 0 && token["probability"].toDouble() <= 1 && token["entropy"].toDouble() >= 0);
    }
    QCOMPARE(text, reply["text"].toString());
    const Outcome seen = run({"chat", kDemo, "--messages", file, "--max-tokens", "8", "--probabilities", "2"});
    QVERIFY2(seen.out.contains("entropy, nats") && seen.out.contains("\" million\""), seen.out);
  }

  void compareSaysWhereColumnsPart() {
    const QString one = write(folder_, "one.json", R"([{"role": "user", "content": "How many people live in France?"}])");
    const Outcome outcome = run({"compare", kDemo, "--messages", one, "--device", "cpu", "--max-tokens", "16", "--kv", "f32", "--column",
                                 "weights=bf16", "--column", "weights=bf16,attention=flash", "--column", "weights=int2,kv=int4", "--json"});
    QVERIFY2(outcome.code == 0, outcome.err);
    const QJsonArray columns = outcome.json().value(0)["columns"].toArray();
    QCOMPARE(columns.size(), 3);
    const QJsonObject reference = columns[0].toObject(), same = columns[1].toObject(), two = columns[2].toObject();
    QVERIFY(reference["kl_divergence"].isNull() && reference["first_flip"].isNull());
    QCOMPARE(same["kl_divergence"].toDouble(-1), 0.0);
    QCOMPARE(same["same_first_choice"].toDouble(), 1.0);
    QCOMPARE(same["text"], reference["text"]);
    QCOMPARE(two["weights"].toString(), QString("int2"));
    QCOMPARE(two["kv"].toString(), QString("int4"));
    QVERIFY(two["kl_divergence"].toDouble() > 0.01 && two["peak_bytes"].toDouble() < reference["peak_bytes"].toDouble() / 2);
    double sum = 0;
    const QJsonArray tokens = two["kl_by_token"].toArray();
    for (const QJsonValue& kl : tokens) sum += kl.toDouble();
    QVERIFY(std::abs(sum / static_cast<double>(tokens.size()) - two["kl_divergence"].toDouble()) < 1e-12);
  }

  // Each run is by itself, in whatever order: naive attention's scores are heads · N² floats, and gone for the next run.
  void guideMeasuresEachRunByItself() {
    const auto runs = [](const char* attention, const char* prompt) {
      const Outcome outcome = run({"guide", "--shape", "test-tiny", "--weights", "bf16,int8", "--attention", attention, "--prompt", prompt,
                                   "--generate", "4", "--threads", "2", "--json"});
      QMap<QString, qint64> peaks;
      for (const QJsonValue one : outcome.json().at(0)["runs"].toArray()) {
        const QJsonObject cell = one.toObject();
        if (cell["seconds"].toDouble() <= 0 || cell["decode_tokens_per_s"].toDouble() <= 0) continue;
        peaks[cell["weights"].toString() + cell["attention"].toString() + QString::number(cell["prompt"].toInt())] =
            cell["peak_bytes"].toInteger();
      }
      return peaks;
    };
    const auto peaks = runs("naive,flash", "100,480");
    QCOMPARE(peaks.size(), 8);
    QCOMPARE(runs("flash,naive", "480,100"), peaks);
    const qint64 scores = 4 * 480 * 480 * 4, stored = peaks["bf16naive480"] - peaks["bf16flash480"];
    QVERIFY2(std::abs(static_cast<double>(stored) / static_cast<double>(scores) - 1) < 0.15, qPrintable(QString::number(stored)));
    QVERIFY(peaks["int8flash100"] < peaks["bf16flash100"]);
  }
  void guideSaysWhatItCannotRun_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<int>("code");
    QTest::newRow("no model") << QStringList{} << 2;
    QTest::newRow("attention") << QStringList{"--shape", "test-tiny", "--attention", "wave"} << 1;
    QTest::newRow("precision") << QStringList{"--shape", "test-tiny", "--weights", "bf16,int9"} << 1;
    QTest::newRow("prompt") << QStringList{"--shape", "test-tiny", "--prompt", "0"} << 2;
  }
  void guideSaysWhatItCannotRun() {
    QFETCH(QStringList, arguments);
    QFETCH(int, code);
    const Outcome outcome = run(QStringList{"guide"} + arguments);
    QCOMPARE(outcome.code, code);
    QVERIFY(!outcome.err.isEmpty() && outcome.out.isEmpty());
  }

  void aTemplateRefusalIsARefusal() {
    const QString chat_template = write(folder_, "t.jinja", "{{ raise_exception('only two roles here') }}");
    const QString messages = write(folder_, "m.json", conversation({"Hi"}));
    const Outcome outcome = run({"render", kDemo, "--messages", messages, "--template", chat_template});
    QCOMPARE(outcome.code, 1);
    QVERIFY2(outcome.err.contains("only two roles here"), outcome.err);
  }
};

QTEST_GUILESS_MAIN(CliTest)
#include "cli_test.moc"
