// What people call a file (issue 13, 13). Oracles: the numbers of llama.cpp's file types, and which tensors its quantiser gives which type.
#include <QTest>

#include "engine/generate/engine.h"
#include "engine/load/stored_name.h"
#include "tests/engine/load/model_files.h"

using namespace halftone;
using namespace halftone::test;

namespace {

using Role = WeightRole;

// A model of eight layers, a type for each matrix; bytes by the table of formats.
struct Recipe {
  Format embedding, rest, value, down;
  int finer = 8;                    // layers whose value and down projections are so; others are as the rest
  std::string declared = {};

  Checkpoint checkpoint() const {
    Checkpoint c;
    c.declared_type = declared;
    const auto add = [&](WeightKey key, std::int64_t rows, std::int64_t columns, Format format) {
      c.weights.push_back({key, rows, columns, format, rows * info(format).row_bytes(columns), "t"});
    };
    add({Role::token_embedding}, 262144, 640, embedding);
    for (int layer = 0; layer < 8; ++layer) {
      for (const Role role : {Role::query, Role::key, Role::attention_out, Role::gate, Role::up}) add({role, layer}, 1024, 1024, rest);
      add({Role::value, layer}, 1024, 1024, layer < finer ? value : rest);
      add({Role::down, layer}, 1024, 1024, layer < finer ? down : rest);
      add({Role::attention_norm, layer}, 1, 1024, Format::f32);
    }
    c.stored_format = embedding;  // most by bytes, as where embeddings are large
    return c;
  }
};

}  // namespace

class StoredNameTest : public QObject {
  Q_OBJECT

 private slots:
  void mixtures() {
    using F = Format;
    struct Row { const char* label; Recipe recipe; std::string name; };
    for (const Row& row : {
             Row{"Q4_K_M, embedding Q6_K", {F::q6_k, F::q4_k, F::q6_k, F::q6_k, 4}, "Q4_K_M"},
             Row{"Q4_K_M, embedding Q8_0", {F::q8_0, F::q4_k, F::q6_k, F::q6_k, 4}, "Q4_K_M"},
             Row{"Q4_K_S", {F::q6_k, F::q4_k, F::q5_k, F::q5_k, 1}, "Q4_K_S"},
             Row{"Q5_K_M", {F::q6_k, F::q5_k, F::q6_k, F::q6_k, 4}, "Q5_K_M"},
             Row{"Q5_K_S", {F::q6_k, F::q5_k, F::q5_k, F::q5_k}, "Q5_K_S"},
             Row{"Q3_K_S", {F::q6_k, F::q3_k, F::q3_k, F::q3_k}, "Q3_K_S"},
             Row{"Q3_K_M", {F::q6_k, F::q3_k, F::q4_k, F::q4_k}, "Q3_K_M"},
             Row{"Q3_K_L", {F::q6_k, F::q3_k, F::q5_k, F::q5_k}, "Q3_K_L"},
             Row{"Q2_K", {F::q6_k, F::q2_k, F::q3_k, F::q3_k}, "Q2_K"},
             Row{"Q6_K", {F::q8_0, F::q6_k, F::q6_k, F::q6_k}, "Q6_K"},
             Row{"older blocks stand in", {F::q8_0, F::q5_0, F::q4_k, F::q6_k}, "Q4_K_M"},
             Row{"Q8_0, embedding f16", {F::f16, F::q8_0, F::q8_0, F::q8_0}, "Q8_0"},
             Row{"Q4_0, embedding Q6_K", {F::q6_k, F::q4_0, F::q4_0, F::q4_0}, "Q4_0"},
             Row{"bf16", {F::bf16, F::bf16, F::bf16, F::bf16}, "bf16"},
             Row{"said by the file", {F::q8_0, F::q5_0, F::q5_0, F::q8_0, 4, "Q4_K_M"}, "Q4_K_M"},
             Row{"a name that cannot be read here", {F::q8_0, F::q5_0, F::q5_0, F::q8_0, 4, "IQ3_XS"}, "IQ3_XS"},
             Row{"a lie: floats", {F::q8_0, F::q4_0, F::q4_0, F::q4_0, 8, "f16"}, "Q4_0"},
             Row{"a lie: quantised", {F::bf16, F::bf16, F::bf16, F::bf16, 8, "Q4_K_M"}, "bf16"},
             Row{"a lie: another", {F::q8_0, F::q4_0, F::q4_0, F::q4_0, 8, "Q5_1"}, "Q4_0"},
             Row{"another program's", {F::bf16, F::zero4_g128, F::zero4_g128, F::zero4_g128, 8, "GPTQ-4bit"}, "GPTQ-4bit"},
         })
      QVERIFY2(stored_name(row.recipe.checkpoint()) == row.name, row.label);
  }

  // Numbers of enum llama_ftype.
  void fileTypes() {
    const std::map<std::uint64_t, std::string_view> known = {{0, "f32"}, {1, "f16"}, {2, "Q4_0"}, {3, "Q4_1"}, {7, "Q8_0"}, {8, "Q5_0"}, {9, "Q5_1"},
        {10, "Q2_K"}, {11, "Q3_K_S"}, {12, "Q3_K_M"}, {13, "Q3_K_L"}, {14, "Q4_K_S"}, {15, "Q4_K_M"}, {16, "Q5_K_S"}, {17, "Q5_K_M"}, {18, "Q6_K"},
        {32, "bf16"}, {1024 + 15, "Q4_K_M"}, {4, ""}, {5, ""}, {6, ""}, {999, ""}, {~0ULL, ""}};
    for (const auto& [number, name] : known) QVERIFY2(gguf_file_type(number) == name, std::to_string(number).c_str());
  }

  // From a file's key to what the window is told; a key that is no number takes no file with it.
  void whatAFileSays_data() {
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("name");
    QTest::newRow("none") << QByteArray() << "Q8_0";
    QTest::newRow("Q4_K_M") << QByteArray::fromStdString(gguf_u32(15)) << "Q4_K_M";
    QTest::newRow("unknown") << QByteArray::fromStdString(gguf_u32(777)) << "Q8_0";
    QTest::newRow("no number") << QByteArray::fromStdString(gguf_text("Q4_K_M")) << "Q8_0";
    QTest::newRow("a fraction") << QByteArray::fromStdString(gguf_f32(15)) << "Q8_0";
  }
  void whatAFileSays() {
    QFETCH(QByteArray, value);
    QFETCH(QString, name);
    GgufImage image = SmallLlama().gguf();
    for (GgufTensor& tensor : image.tensors)
      if (tensor.dims.size() == 2) tensor.type = 8, tensor.data = std::string(tensor.data.size() / 4 / 32 * 34, '\0');
    if (!value.isEmpty()) image.key("general.file_type") = value.toStdString();
    const Folder folder;
    const auto fit = estimate_fit(folder.write("m.gguf", image.bytes()), {});
    QVERIFY2(fit, fit ? "" : fit.error().cause.english.c_str());
    QCOMPARE(QString::fromStdString(fit->model.stored_format), name);
  }

  void whatOthersQuantised() {
    for (const auto& [folder, name] : {std::pair{"gptq4_g128", "GPTQ-4bit"}, {"awq_g64", "AWQ-4bit"}, {"bnb_int8", "bnb-8bit"}, {"bnb_nf4_double", "bnb-4bit"}})
      QCOMPARE(stored_name(open_checkpoint(std::filesystem::path(SOURCE_DIR "/tests/golden/quantised") / folder).value()), std::string(name));
  }
};

QTEST_APPLESS_MAIN(StoredNameTest)
#include "stored_name_test.moc"
