// What matmul promises on the CPU alone: the same bits for one row and for many, and on every instruction set with fused products. And
// that the definition reads panels as it reads rows.
#include <string_view>

#include "kernels/core/thread_pool.h"
#include "tests/kernels/aligned_bytes.h"
#include "tests/kernels/instruction_sets.h"
#include "tests/kernels/matmul_fixture.h"

using namespace halftone;

class CpuMatmulTest : public QObject {
  Q_OBJECT

  ThreadPool pool_{3};

  std::vector<float> multiply(const SampleWeight& w, const std::vector<std::byte>& panels, const float* x, std::int64_t tokens) {
    std::vector<float> y(static_cast<std::size_t>(tokens * w.rows));
    AlignedBytes scratch(matmul_scratch_bytes(tokens, w.columns));
    MatmulArgs args;
    args.x = {x, {tokens, w.columns}};
    args.weight = {w.format, WeightLayout::panels, panels.data(), w.rows, w.columns};
    args.y = {y.data(), {tokens, w.rows}};
    args.scratch = scratch.span();
    cpu::matmul(args, pool_);
    return y;
  }

 private slots:
  void one_row_and_many_rows_give_the_same_bits_data() {
    QTest::addColumn<int>("format");
    for (const FormatInfo& f : formats()) QTest::newRow(std::string(f.name).c_str()) << static_cast<int>(f.format);
  }
  void one_row_and_many_rows_give_the_same_bits() {
    QFETCH(int, format);
    constexpr std::int64_t rows = 35, columns = 200;
    const SampleWeight w = sample_weight(static_cast<Format>(format), rows, columns, random_numbers(rows * columns, 3));
    const auto panels = w.packed(WeightLayout::panels);
    const auto x = random_numbers(33 * columns, 4);
    for_each_instruction_set([&](const char* set) {
      std::vector<float> singly;
      for (int t = 0; t < 33; ++t) {
        const auto y = multiply(w, panels, x.data() + t * columns, 1);
        singly.insert(singly.end(), y.begin(), y.end());
      }
      for (int tokens = 1; tokens <= 33; ++tokens) {
        const auto y = multiply(w, panels, x.data(), tokens);
        QVERIFY2(std::memcmp(y.data(), singly.data(), y.size() * sizeof(float)) == 0,
                 qPrintable(QString("%1, %2 tokens").arg(set).arg(tokens)));
      }
    });
  }

  void targets_with_fused_products_agree_data() { one_row_and_many_rows_give_the_same_bits_data(); }
  void targets_with_fused_products_agree() {
    QFETCH(int, format);
    constexpr std::int64_t tokens = 5, rows = 48, columns = 320;
    const SampleWeight w = sample_weight(static_cast<Format>(format), rows, columns, random_numbers(rows * columns, 9));
    const auto panels = w.packed(WeightLayout::panels);
    const auto x = random_numbers(tokens * columns, 10);
    std::vector<float> first;
    for_each_instruction_set([&](const char* set) {
      if (std::string_view(set) == "portable") return;
      const auto y = multiply(w, panels, x.data(), tokens);
      if (first.empty()) first = y;
      QVERIFY2(y == first, set);
    });
  }

  void the_definition_reads_both_layouts_data() { one_row_and_many_rows_give_the_same_bits_data(); }
  void the_definition_reads_both_layouts() {
    QFETCH(int, format);
    constexpr std::int64_t tokens = 3, rows = 37, columns = 150;
    const SampleWeight w = sample_weight(static_cast<Format>(format), rows, columns, random_numbers(rows * columns, 13));
    const auto panels = w.packed(WeightLayout::panels);
    const auto x = random_numbers(tokens * columns, 14), bias = random_numbers(rows, 5), before = random_numbers(tokens * rows, 6);
    std::vector<float> results[2];
    for (const WeightLayout layout : {WeightLayout::row_major, WeightLayout::panels}) {
      std::vector<float> y = before;
      MatmulArgs args;
      args.x = {x.data(), {tokens, columns}};
      args.weight = {w.format, layout, layout == WeightLayout::panels ? panels.data() : w.blocks(), rows, columns};
      args.bias = {bias.data(), {rows}};
      args.accumulate = true;
      args.y = {y.data(), {tokens, rows}};
      reference::matmul(args);
      results[layout == WeightLayout::panels] = y;
      for (std::int64_t t = 0; t < tokens; ++t)
        for (std::int64_t n = 0; n < rows; ++n) {
          double sum = bias[static_cast<std::size_t>(n)] + static_cast<double>(before[static_cast<std::size_t>(t * rows + n)]),
                 magnitude = std::abs(sum);
          for (std::int64_t k = 0; k < columns; ++k) {
            const double term = static_cast<double>(w.values[static_cast<std::size_t>(n * columns + k)]) * args.x(t, k);
            sum += term;
            magnitude += std::abs(term);
          }
          QVERIFY(std::abs(y[static_cast<std::size_t>(t * rows + n)] - sum) <= 2e-7 * magnitude);
        }
    }
    QVERIFY(results[0] == results[1]);
  }
};

QTEST_APPLESS_MAIN(CpuMatmulTest)
#include "matmul_test.moc"
