// What attention promises on the CPU alone: a query's bits depend on what it sees, not on how it was computed; naive shows its weights.
#include <array>
#include <cmath>
#include <cstring>

#include "kernels/core/thread_pool.h"
#include "tests/kernels/aligned_bytes.h"
#include "tests/kernels/attention_fixture.h"
#include "tests/kernels/instruction_sets.h"

using namespace halftone;

namespace {
constexpr double kEpsilon = 0x1p-24;
constexpr std::array kKinds{AttentionKind::naive, AttentionKind::flash};
}  // namespace

class CpuAttentionTest : public QObject {
  Q_OBJECT

 private slots:
  // A prompt at once, in chunks, by more threads, in other pages: the same bits for every query.
  void bits_do_not_depend_on_the_cut_data() {
    QTest::addColumn<int>("window");
    QTest::addColumn<int>("chunk");
    for (const int window : {0, 100}) {
      for (const int chunk : {1, 7, 64, 600}) QTest::addRow("window %d, chunks of %d", window, chunk) << window << chunk;
    }
  }
  void bits_do_not_depend_on_the_cut() {
    QFETCH(int, window);
    QFETCH(int, chunk);
    constexpr std::int64_t kTokens = 600, kHeads = 4, kKvHeads = 2, kWidth = 32;
    const auto q = random_numbers(kTokens * kHeads * kWidth, 4), keys = random_numbers(kTokens * kKvHeads * kWidth, 5),
               values = random_numbers(kTokens * kKvHeads * kWidth, 6);
    const AttentionPolicy policy{0.15f, true, window, 0, {}};
    ThreadPool one(1), three(3);
    const auto attend_on = [&](ThreadPool& pool, AttentionKind kind, const std::vector<float>& queries, std::int64_t start,
                               const KvView& cache) {
      const std::int64_t tokens = std::ssize(queries) / (kHeads * kWidth);
      std::vector<float> out(queries.size());
      AlignedBytes scratch(attention_scratch_bytes(kind, {tokens, cache.length, kHeads, kWidth, cache.page_tokens, pool.threads()}));
      cpu::attention(
          kind,
          {{queries.data(), {tokens, kHeads, kWidth}}, start, cache, policy, {out.data(), {tokens, kHeads, kWidth}}, scratch.span(), {}, 0},
          pool);
      return out;
    };
    for (const KvFormat format : {KvFormat::f16, KvFormat::int4}) {
      for_each_instruction_set([&](const char* set) {
        for (const AttentionKind kind : kKinds) {
          CacheFixture whole(format, kKvHeads, kWidth, kTokens, 64);
          whole.store(keys, values);
          const std::vector<float> expected = attend_on(one, kind, q, 0, whole.view());

          CacheFixture growing(format, kKvHeads, kWidth, kTokens, 16);
          for (std::int64_t start = 0; start < kTokens; start += chunk) {
            const std::int64_t end = std::min<std::int64_t>(start + chunk, kTokens);
            const auto part = [&](const std::vector<float>& all, std::int64_t per_token) {
              return std::vector<float>(all.begin() + start * per_token, all.begin() + end * per_token);
            };
            growing.store(part(keys, kKvHeads * kWidth), part(values, kKvHeads * kWidth), start);
            if (start / chunk % 11 != 0) continue;  // all are stored, and of many short ones some are asked
            const auto out = attend_on(three, kind, part(q, kHeads * kWidth), start, growing.view());
            QVERIFY2(std::memcmp(out.data(), expected.data() + start * kHeads * kWidth, out.size() * sizeof(float)) == 0,
                     qPrintable(QString("%1, kind %2, at %3").arg(set).arg(static_cast<int>(kind)).arg(start)));
          }
        }
      });
    }
  }

  void probabilities_are_the_softmax() {
    constexpr std::int64_t kTokens = 70, kHeads = 4, kWidth = 64;
    const auto q = random_numbers(kTokens * kHeads * kWidth, 7), keys = random_numbers(kTokens * kWidth, 8),
               values = random_numbers(kTokens * kWidth, 9);
    CacheFixture cache(KvFormat::f16, 1, kWidth, kTokens, 64);
    cache.store(keys, values);
    ThreadPool pool(2);
    std::vector<float> out(q.size()), found(kTokens * kTokens), expected(kTokens * kTokens);
    AlignedBytes scratch(attention_scratch_bytes(AttentionKind::naive, {kTokens, kTokens, kHeads, kWidth, 64, 2}));
    AttentionArgs args{{q.data(), {kTokens, kHeads, kWidth}},
                       0,
                       cache.view(),
                       {0.125f, true, 0, 0, {}},
                       {out.data(), {kTokens, kHeads, kWidth}},
                       scratch.span(),
                       {expected.data(), {kTokens, kTokens}},
                       2};
    reference::attention(args);
    args.probabilities = {found.data(), {kTokens, kTokens}};
    cpu::attention(AttentionKind::naive, args, pool);
    for (std::int64_t t = 0; t < kTokens; ++t) {
      double sum = 0;
      for (std::int64_t j = 0; j < kTokens; ++j) {
        const float p = found[t * kTokens + j];
        sum += p;
        // A probability's relative error: twice the score's (65 roundings of ‖q‖‖k‖/8 < 24) and the sum's.
        QVERIFY(std::abs(p - expected[t * kTokens + j]) <= (2 * 66 * 24 + 90) * kEpsilon * expected[t * kTokens + j]);
        if (j > t) QCOMPARE(p, 0.0f);
      }
      QVERIFY(std::abs(sum - 1) < 200 * kEpsilon);
    }
  }
};

QTEST_APPLESS_MAIN(CpuAttentionTest)
#include "attention_test.moc"
