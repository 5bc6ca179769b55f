// Every attention against its definition: each cache format, instruction set, grouping, mask and length that straddles a tile; and
// that a query's bits depend on what it sees only, not on how it was computed.
#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "kernels/ops/softmax_state.h"
#include "tests/kernels/attention_fixture.h"
#include "tests/kernels/instruction_sets.h"

using namespace halftone;

namespace {

constexpr double kEpsilon = 0x1p-24;
constexpr std::array kFormats{KvFormat::f32, KvFormat::f16, KvFormat::bf16, KvFormat::int8, KvFormat::int4};
constexpr std::array kKinds{AttentionKind::naive, AttentionKind::flash};

struct Case {
  const char* name;
  std::int64_t tokens, start, heads, kv_heads, width;
  bool causal = true;
  std::int64_t window = 0;
  float soft_cap = 0;
  bool alibi = false;
  float spike = 1;  // one dimension of q and k is this much larger
  std::int64_t page = 64;
};

constexpr Case kCases[] = {
    {"one token, MHA", 1, 0, 2, 2, 64},
    {"63 tokens, GQA", 63, 0, 4, 2, 64},
    {"64 tokens, MQA", 64, 0, 3, 1, 64},
    {"65 tokens, GQA", 65, 0, 4, 2, 64},
    {"1000 keys", 200, 800, 2, 1, 32},
    {"decode at 1000", 1, 999, 8, 1, 64},
    {"decode at 1024", 1, 1024, 4, 2, 128},
    {"decode at 511", 1, 511, 2, 2, 64},
    {"chunk after 500", 30, 500, 4, 2, 64},
    {"width 32", 65, 3, 2, 1, 32},
    {"width 48", 65, 3, 2, 1, 48},
    {"width 80", 65, 3, 2, 2, 80},
    {"width 96", 65, 3, 2, 1, 96},
    {"width 128", 65, 3, 2, 1, 128},
    {"width 256", 65, 3, 2, 1, 256},
    {"width 20", 65, 3, 2, 1, 20},
    {"window 64", 200, 0, 2, 1, 64, true, 64},
    {"window 1", 70, 0, 2, 1, 64, true, 1},
    {"window 100, late", 3, 800, 2, 1, 64, true, 100},
    {"window, not causal", 70, 0, 2, 1, 64, false, 10},
    {"not causal", 65, 0, 2, 1, 64, false},
    {"not causal, cache longer", 5, 0, 2, 1, 64, false, 0, 0, false, 1, 16},
    {"soft cap", 130, 0, 2, 1, 64, true, 0, 2.0f},
    {"ALiBi", 130, 70, 6, 6, 64, true, 0, 0, true},
    {"ALiBi, cap and window", 130, 0, 6, 3, 64, true, 33, 5.0f, true},
    {"spikes", 130, 0, 2, 1, 64, true, 0, 0, false, 100},
    {"spikes, decode", 1, 700, 2, 1, 64, true, 0, 0, false, 100},
    {"pages of 16", 130, 0, 2, 1, 64, true, 0, 0, false, 1, 16},
    {"pages of 24", 130, 0, 2, 1, 64, true, 0, 0, false, 1, 24},
    {"group of 71", 3, 10, 71, 1, 64},
    {"group of 7", 9, 600, 14, 2, 64},
};

struct Inputs {
  std::vector<float> q, keys, values, slopes;
  AttentionPolicy policy;
  std::int64_t length;
};

Inputs make(const Case& c) {
  Inputs in;
  in.length = c.start + c.tokens + (c.causal ? 0 : 20);
  in.q = random_numbers(c.tokens * c.heads * c.width, 1);
  in.keys = random_numbers(in.length * c.kv_heads * c.width, 2);
  in.values = random_numbers(in.length * c.kv_heads * c.width, 3);
  for (std::size_t i = 5; i < in.q.size(); i += c.width) in.q[i] *= std::sqrt(c.spike);
  for (std::size_t i = 5; i < in.keys.size(); i += c.width) in.keys[i] *= c.spike;
  if (c.alibi) {
    in.slopes.resize(c.heads);
    alibi_slopes(in.slopes);
  }
  in.policy = {1 / std::sqrt(static_cast<float>(c.width)), c.causal, c.window, c.soft_cap, in.slopes};
  return in;
}

double largest_norm(const std::vector<float>& rows, std::int64_t width) {
  double largest = 0;
  for (std::size_t i = 0; i < rows.size(); i += width) {
    double square = 0;
    for (std::int64_t d = 0; d < width; ++d) square += static_cast<double>(rows[i + d]) * rows[i + d];
    largest = std::max(largest, square);
  }
  return std::sqrt(largest);
}

// Float against double over the same cache. A dot product of Dh terms is off by at most (Dh + 1)·ε·‖q‖‖k‖, the rotations by log₂ Dh
// roundings of the same; policy steps by some roundings of the score's size. A score error δ moves the mean by at most 2δ·max‖v‖;
// exponentials (2 ulp) and the sums over S keys add (S + 16)·ε. Stored rows may be 10 % longer than the plain ones (int4).
double tolerance(const Case& c, const Inputs& in) {
  const double width = static_cast<double>(c.width);
  double score = largest_norm(in.q, c.width) * 1.1 * largest_norm(in.keys, c.width) * in.policy.scale;
  double error = (width + 2 * std::log2(width) + 16) * kEpsilon * score;
  if (c.alibi) error += 4 * kEpsilon * (score + static_cast<double>(in.length));
  return 1.1 * largest_norm(in.values, c.width) * (2 * error + (static_cast<double>(in.length) + 16 + 2 * width) * kEpsilon);
}

}  // namespace

class AttentionTest : public QObject {
  Q_OBJECT

 private slots:
  void agrees_with_the_definition_data() {
    QTest::addColumn<int>("index");
    for (int i = 0; i < static_cast<int>(std::size(kCases)); ++i) QTest::newRow(kCases[i].name) << i;
  }
  void agrees_with_the_definition() {
    QFETCH(int, index);
    const Case& c = kCases[index];
    const Inputs in = make(c);
    ThreadPool pool(2);
    for (const KvFormat format : kFormats) {
      CacheFixture cache(format, c.kv_heads, c.width, in.length + 1, c.page);
      cache.store(in.keys, in.values);
      const std::vector<float> expected = attend_reference(in.q, c.heads, c.start, cache.view(), in.policy);
      const double allowed = tolerance(c, in);
      for_each_instruction_set([&](const char* set) {
        for (const AttentionKind kind : kKinds) {
          const std::vector<float> out = attend(kind, in.q, c.heads, c.start, cache.view(), in.policy, pool);
          double worst = 0;
          for (std::size_t i = 0; i < out.size(); ++i) {
            const double error = std::abs(static_cast<double>(out[i]) - expected[i]);
            worst = error <= worst ? worst : error;  // NaN is the worst
          }
          QVERIFY2(worst <= allowed, qPrintable(QString("%1, %2, %3: off by %4, allowed %5").arg(set, info(format).name.data())
                                                    .arg(kind == AttentionKind::naive ? "naive" : "flash").arg(worst).arg(allowed)));
        }
      });
    }
  }

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
    for (const KvFormat format : {KvFormat::f16, KvFormat::int4}) {
      for_each_instruction_set([&](const char* set) {
        for (const AttentionKind kind : kKinds) {
          ThreadPool one(1), three(3);
          CacheFixture whole(format, kKvHeads, kWidth, kTokens, 64);
          whole.store(keys, values);
          const std::vector<float> expected = attend(kind, q, kHeads, 0, whole.view(), policy, one);

          CacheFixture growing(format, kKvHeads, kWidth, kTokens, 16);
          for (std::int64_t start = 0; start < kTokens; start += chunk) {
            const std::int64_t end = std::min<std::int64_t>(start + chunk, kTokens);
            const auto part = [&](const std::vector<float>& all, std::int64_t per_token) {
              return std::vector<float>(all.begin() + start * per_token, all.begin() + end * per_token);
            };
            growing.store(part(keys, kKvHeads * kWidth), part(values, kKvHeads * kWidth), start);
            if (start / chunk % 11 != 0) continue;  // all are stored, and of many short ones some are asked
            const auto out = attend(kind, part(q, kHeads * kWidth), kHeads, start, growing.view(), policy, three);
            QVERIFY2(std::memcmp(out.data(), expected.data() + start * kHeads * kWidth, out.size() * sizeof(float)) == 0,
                     qPrintable(QString("%1, kind %2, at %3").arg(set).arg(static_cast<int>(kind)).arg(start)));
          }
        }
      });
    }
  }

  // Scores that overflow to −∞ leave nothing to weigh: zeros, not NaN; one visible key gets all the weight.
  void rows_without_weight_are_zero() {
    constexpr std::int64_t kWidth = 32;
    ThreadPool pool(1);
    std::vector<float> q(kWidth, 3e38f), keys(2 * kWidth, -3e38f), values(2 * kWidth, 1.0f);
    CacheFixture cache(KvFormat::f32, 1, kWidth, 2, 16);
    cache.store(keys, values);
    for_each_instruction_set([&](const char*) {
      for (const AttentionKind kind : kKinds) {
        for (const float x : attend(kind, q, 1, 1, cache.view(), {1, true, 0, 0, {}}, pool)) QCOMPARE(x, 0.0f);
      }
    });
    std::fill_n(cache.view().key(1, 0), kWidth * sizeof(float), std::byte{0});
    for_each_instruction_set([&](const char*) {
      for (const AttentionKind kind : kKinds) {
        for (const float x : attend(kind, q, 1, 1, cache.view(), {1, true, 0, 0, {}}, pool)) QCOMPARE(x, 1.0f);
      }
    });
  }

  // A broken query or key is not hidden by a mask, and does not spread to those that do not see it.
  void nan_stays_where_it_is_seen() {
    constexpr std::int64_t kTokens = 70, kWidth = 64, kBrokenQuery = 3, kBrokenKey = 65;
    auto q = random_numbers(kTokens * kWidth, 12), keys = random_numbers(kTokens * kWidth, 13);
    const auto values = random_numbers(kTokens * kWidth, 14);
    std::fill_n(q.begin() + kBrokenQuery * kWidth, kWidth, std::numeric_limits<float>::quiet_NaN());
    keys[kBrokenKey * kWidth] = std::numeric_limits<float>::quiet_NaN();
    CacheFixture cache(KvFormat::f32, 1, kWidth, kTokens, 64);
    cache.store(keys, values);
    ThreadPool pool(2);
    const auto check = [&](const std::vector<float>& out) {
      for (std::int64_t t = 0; t < kTokens; ++t) QCOMPARE(std::isnan(out[t * kWidth]), t == kBrokenQuery || t >= kBrokenKey);
    };
    check(attend_reference(q, 1, 0, cache.view(), {0.125f, true, 0, 0, {}}));
    for_each_instruction_set([&](const char*) {
      for (const AttentionKind kind : kKinds) check(attend(kind, q, 1, 0, cache.view(), {0.125f, true, 0, 0, {}}, pool));
    });
  }

  void probabilities_are_the_softmax() {
    constexpr std::int64_t kTokens = 70, kHeads = 4, kWidth = 64;
    const auto q = random_numbers(kTokens * kHeads * kWidth, 7), keys = random_numbers(kTokens * kWidth, 8), values = random_numbers(kTokens * kWidth, 9);
    CacheFixture cache(KvFormat::f16, 1, kWidth, kTokens, 64);
    cache.store(keys, values);
    ThreadPool pool(2);
    std::vector<float> out(q.size()), found(kTokens * kTokens), expected(kTokens * kTokens);
    AlignedBytes scratch(attention_scratch_bytes(AttentionKind::naive, {kTokens, kTokens, kHeads, kWidth, 64, 2}));
    AttentionArgs args{{q.data(), {kTokens, kHeads, kWidth}}, 0, cache.view(), {0.125f, true, 0, 0, {}}, {out.data(), {kTokens, kHeads, kWidth}},
                       scratch.span(), {expected.data(), {kTokens, kTokens}}, 2};
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

  void naive_stores_every_score_and_flash_none() {
    const AttentionShape shape{512, 2048, 32, 64, 64, 2};
    QCOMPARE(attention_score_bytes(AttentionKind::naive, shape), 512LL * 2048 * 32 * 4);
    QCOMPARE(attention_score_bytes(AttentionKind::flash, shape), 0LL);
    AttentionShape longer = shape;
    longer.length = 1 << 20;
    QCOMPARE(attention_scratch_bytes(AttentionKind::flash, shape), attention_scratch_bytes(AttentionKind::flash, longer));
    QVERIFY(attention_scratch_bytes(AttentionKind::naive, shape) >= attention_score_bytes(AttentionKind::naive, shape));
  }

  void softmax_states_merge() {
    const auto scores = random_numbers(40, 10, 5), values = random_numbers(40, 11);
    const auto state_of = [&](int begin, int end, double& output) {
      SoftmaxState state;
      output = 0;
      for (int j = begin; j < end; ++j) state.maximum = std::max(state.maximum, scores[j]);
      for (int j = begin; j < end; ++j) {
        state.sum += std::exp(scores[j] - state.maximum);
        output += std::exp(scores[j] - state.maximum) * values[j];
      }
      return state;
    };
    double all_output = 0;
    const SoftmaxState all = state_of(0, 40, all_output);
    for (const int cut : {1, 13, 39}) {
      double a_output = 0, b_output = 0;
      SoftmaxState a = state_of(0, cut, a_output);
      const SoftmaxState b = state_of(cut, 40, b_output);
      float ours = static_cast<float>(a_output);
      const float theirs = static_cast<float>(b_output);
      merge(a, &ours, b, &theirs, 1);
      float mean = 0;
      normalise(a, &ours, &mean, 1);
      QVERIFY(std::abs(mean - all_output / all.sum) < 100 * kEpsilon);
      QCOMPARE(a.maximum, all.maximum);
    }
    // The empty state changes nothing, on either side; two empty ones stay empty.
    SoftmaxState some{3.5f, 1.25f}, empty;
    float output = 0.3f, nothing = 0;
    merge(some, &output, empty, &nothing, 1);
    QVERIFY(some.maximum == 3.5f && some.sum == 1.25f && output == 0.3f);
    merge(empty, &nothing, some, &output, 1);
    QVERIFY(empty.maximum == 3.5f && empty.sum == 1.25f && nothing == 0.3f);
    SoftmaxState none, nobody;
    merge(none, nobody);
    float mean = 7;
    normalise(none, &output, &mean, 1);
    QVERIFY(none.sum == 0 && mean == 0);
  }

  void alibi_slopes_are_as_published() {
    std::vector<float> eight(8), twelve(12);
    alibi_slopes(eight);
    alibi_slopes(twelve);
    for (int h = 0; h < 8; ++h) {
      QCOMPARE(eight[h], std::ldexp(1.0f, -(h + 1)));  // 1/2 … 1/256
      QCOMPARE(twelve[h], eight[h]);
    }
    // Of the sixteen slopes 2^−0.5, 2^−1, 2^−1.5, … the first, third, fifth and seventh.
    for (int h = 8; h < 12; ++h) QCOMPARE(twelve[h], std::exp2(-0.5f - (h - 8)));
  }
};

QTEST_APPLESS_MAIN(AttentionTest)
#include "attention_test.moc"
