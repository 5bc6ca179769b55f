// The cache against a model of itself: every token's slot is stamped with a hash of all tokens up to it, so a page that is shared,
// copied or found wrongly shows at once.
#include <QTest>
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <random>

#include "engine/model/kv_cache.h"

using namespace halftone;

namespace {

constexpr KvLayout kLayout{KvFormat::f32, 2, 3, 4};
const KvKey kKey{.parts = {{kLayout}}};

std::shared_ptr<KvPool> pool_in(Arena& arena, const KvKey& key, std::int64_t retained_tokens) {
  return std::make_shared<KvPool>(std::vector<Arena*>{&arena}, key, retained_tokens);
}

std::uint64_t hash_of(std::span<const TokenId> prefix) {
  std::uint64_t hash = 14695981039346656037ull;
  for (TokenId token : prefix) hash = (hash ^ static_cast<std::uint32_t>(token)) * 1099511628211ull;
  return hash;
}

// As a forward pass would: keys and values of the new tokens, in every layer and head.
void compute(KvBranch& branch, std::span<const TokenId> tokens) {
  const std::int64_t start = branch.length();
  branch.append(tokens);
  for (std::int64_t layer = 0; layer < kLayout.layers; ++layer) {
    const KvView view = branch.view(layer);
    for (std::int64_t t = start; t < branch.length(); ++t) {
      const std::uint64_t stamp = hash_of(branch.tokens().first(static_cast<std::size_t>(t + 1))) + static_cast<std::uint64_t>(layer);
      for (std::int64_t h = 0; h < kLayout.kv_heads; ++h) {
        std::memcpy(view.key(t, h), &stamp, sizeof stamp);
        std::memcpy(view.value(t, h), &stamp, sizeof stamp);
      }
    }
  }
  branch.commit();
}

bool is_right(const KvBranch& branch) {
  for (std::int64_t layer = 0; layer < kLayout.layers; ++layer) {
    const KvView view = branch.view(layer);
    for (std::int64_t t = 0; t < branch.length(); ++t) {
      const std::uint64_t stamp = hash_of(branch.tokens().first(static_cast<std::size_t>(t + 1))) + static_cast<std::uint64_t>(layer);
      for (std::int64_t h = 0; h < kLayout.kv_heads; ++h) {
        if (std::memcmp(view.key(t, h), &stamp, sizeof stamp) != 0 || std::memcmp(view.value(t, h), &stamp, sizeof stamp) != 0)
          return false;
      }
    }
  }
  return true;
}

// Memory for so many pages and no more.
class FewPages final : public Arena {
 public:
  explicit FewPages(std::int64_t pages) : left_(pages * kLayout.page_bytes()) {}
  void upload(std::byte* to, const std::byte* from, std::int64_t bytes) override { copy(to, from, bytes); }
  void copy(std::byte* to, const std::byte* from, std::int64_t bytes) override { std::memcpy(to, from, static_cast<std::size_t>(bytes)); }
  bool is_host() const override { return true; }

 protected:
  std::byte* take(std::int64_t bytes, MemoryTag tag) override {
    if (bytes > left_) throw OutOfMemory(bytes, left_, tag);
    left_ -= bytes;
    return static_cast<std::byte*>(std::calloc(1, static_cast<std::size_t>(bytes)));
  }
  void give_back(std::byte* data, std::int64_t bytes) noexcept override {
    left_ += bytes;
    std::free(data);
  }

 private:
  std::int64_t left_;
};

std::vector<TokenId> count_up(int n, TokenId from = 0) {
  std::vector<TokenId> tokens(static_cast<std::size_t>(n));
  for (int i = 0; i < n; ++i) tokens[static_cast<std::size_t>(i)] = from + i;
  return tokens;
}

}  // namespace

class KvCacheTest : public QObject {
  Q_OBJECT

 private slots:
  void sizesAreThoseOfTheGuide() {
    // OctoCoder with all 48 heads at 16,000 tokens: 7.86e9 values, about 15 GB in float16; with one head under 400 MB (G15, G16).
    const KvLayout all{KvFormat::f16, 40, 48, 128};
    QCOMPARE(all.bytes_for(16000), std::int64_t{2} * 16000 * 40 * 48 * 128 * 2);
    const KvLayout one{KvFormat::f16, 40, 1, 128};
    QVERIFY(one.bytes_for(16000) < 400'000'000);
  }

  // Layers split anywhere lie side by side, and a page of the second part alone is found by the model's own numbers.
  void layersOfAPageAreSpokenOfInRanges() {
    const KvLayout whole{KvFormat::int8, 6, 2, 32};
    for (std::int64_t cut = 0; cut <= whole.layers; ++cut) {
      const ByteRange front = whole.bytes_of({0, cut}), back = whole.bytes_of({cut, whole.layers});
      QCOMPARE(front.offset, 0);
      QCOMPARE(back.offset, front.bytes);
      QCOMPARE(front.bytes + back.bytes, whole.page_bytes());
    }
    KvLayout rest = whole;
    rest.first_layer = 4, rest.layers = 2;
    HostArena arena;
    KvBranch branch(pool_in(arena, {.parts = {{rest}}}, 0));
    branch.append(count_up(5));
    QCOMPARE(arena.report().of(MemoryTag::kv_cache), rest.page_bytes());
    QCOMPARE(branch.view(4).layer_offset, 0);
    QCOMPARE(branch.view(5).layer_offset, rest.layer_bytes());
  }

  void nextTurnReusesAllOfTheLast() {
    HostArena arena;
    auto pool = pool_in(arena, kKey, 1024);
    KvBranch branch(pool);
    compute(branch, count_up(77));
    auto next = count_up(77);
    next.push_back(1000);
    next.push_back(1001);
    QCOMPARE(branch.reusable_prefix(next), 77);
    QCOMPARE(branch.reuse_prefix(next), 77);
    QVERIFY(is_right(branch));
  }

  void anotherConversationSharesFullPages() {
    HostArena arena;
    auto pool = pool_in(arena, kKey, 1024);
    KvBranch first(pool), second(pool);
    compute(first, count_up(100));
    const std::int64_t before = arena.report().of(MemoryTag::kv_cache);
    QCOMPARE(second.reuse_prefix(count_up(100)), 100 / kKvPageTokens * kKvPageTokens);
    QCOMPARE(arena.report().of(MemoryTag::kv_cache), before);
    QVERIFY(is_right(second));
  }

  void sameTokensAfterAnotherPrefixAreAnotherPage() {
    HostArena arena;
    auto pool = pool_in(arena, kKey, 1024);
    KvBranch first(pool), second(pool);
    auto tokens = count_up(64);
    compute(first, tokens);
    tokens[0] = 999;  // the second page holds the same tokens as before, but not the same keys
    QCOMPARE(second.reuse_prefix(tokens), 0);
    compute(second, tokens);
    QVERIFY(is_right(second));
    QVERIFY(is_right(first));
  }

  void aForkCopiesOnlyWhatItWrites() {
    HostArena arena;
    auto pool = pool_in(arena, kKey, 0);
    KvBranch branch(pool);
    compute(branch, count_up(70));  // two full pages and a part
    KvBranch fork = branch;
    const std::int64_t page = kLayout.page_bytes();
    QCOMPARE(arena.report().of(MemoryTag::kv_cache), 3 * page);
    compute(fork, count_up(3, 500));
    QCOMPARE(arena.report().of(MemoryTag::kv_cache), 4 * page);
    compute(branch, count_up(3, 700));
    QVERIFY(is_right(branch) && is_right(fork));
  }

  void runningOutOfMemoryLeavesTheBranchAsItWas() {
    FewPages arena(5);
    auto pool = pool_in(arena, kKey, 0);
    KvBranch first(pool), second(pool);
    compute(first, count_up(70));  // three pages
    QVERIFY_THROWS_EXCEPTION(OutOfMemory, second.append(count_up(200, 1000)));
    QCOMPARE(second.length(), 0);
    QCOMPARE(second.reuse_prefix(count_up(64)), 64);  // and what it is given next is read where it lies
    QVERIFY(is_right(second));
    KvBranch fork = first;
    QVERIFY_THROWS_EXCEPTION(OutOfMemory, fork.append(count_up(200, 1000)));
    compute(fork, count_up(3, 500));
    QVERIFY(is_right(first) && is_right(fork));
  }

  void nothingStaysWhenNobodyNeedsIt() {
    HostArena arena;
    {
      auto pool = pool_in(arena, kKey, 128);
      {
        KvBranch branch(pool);
        compute(branch, count_up(200));
      }
      QVERIFY(arena.report().of(MemoryTag::kv_cache) > 0);  // kept for the next conversation that begins alike
    }
    QCOMPARE(arena.report().of(MemoryTag::kv_cache), 0);
  }

  void retainedPagesGoFromTheEndOfAConversation() {
    HostArena arena;
    auto pool = pool_in(arena, kKey, 2 * kKvPageTokens);
    {
      KvBranch branch(pool);
      compute(branch, count_up(5 * kKvPageTokens));
    }
    QCOMPARE(arena.report().of(MemoryTag::kv_cache), 2 * kLayout.page_bytes());  // what is kept pins nothing beyond
    KvBranch next(pool);
    QCOMPARE(next.reuse_prefix(count_up(5 * kKvPageTokens)), 2 * kKvPageTokens);
    QVERIFY(is_right(next));
    next = KvBranch(pool);
    QVERIFY(pool->drop_oldest());
    QCOMPARE(next.reusable_prefix(count_up(5 * kKvPageTokens)), kKvPageTokens);
    QVERIFY(pool->drop_oldest() && !pool->drop_oldest());
    QCOMPARE(arena.report().of(MemoryTag::kv_cache), 0);
  }

  void aLongChainGoesWithoutRecursion() {
    const auto maker = std::make_shared<KvMaker>();
    auto leaf = std::make_shared<KvPage>(maker);
    for (int i = 0; i < 1'000'000; ++i) {
      auto child = std::make_shared<KvPage>(maker);
      child->parent = std::move(leaf);
      leaf = std::move(child);
    }
    leaf.reset();
  }

  void randomHistories() {
    HostArena arena;
    auto pool = pool_in(arena, kKey, 256);
    std::mt19937 random(7);
    const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    std::vector<KvBranch> branches(4, KvBranch(pool));
    for (int step = 0; step < 3000; ++step) {
      KvBranch& branch = branches[static_cast<std::size_t>(below(4))];
      switch (below(5)) {
        case 0: branch.truncate(below(static_cast<int>(branch.length()) + 1)); break;
        case 1: branches[static_cast<std::size_t>(below(4))] = KvBranch(branch); break;
        case 2: {  // another conversation's tokens, perhaps edited, then some of its own
          const auto other = branches[static_cast<std::size_t>(below(4))].tokens();
          std::vector<TokenId> tokens(other.begin(), other.end());
          if (!tokens.empty() && below(2) == 0) tokens[static_cast<std::size_t>(below(static_cast<int>(tokens.size())))] = below(3);
          const std::int64_t reused = branch.reuse_prefix(tokens);
          QVERIFY(reused <= static_cast<std::int64_t>(tokens.size()));
          QVERIFY(std::ranges::equal(branch.tokens(), std::span(tokens).first(static_cast<std::size_t>(reused))));
          if (reused < static_cast<std::int64_t>(tokens.size()))
            compute(branch, std::span(tokens).subspan(static_cast<std::size_t>(reused)));
          break;
        }
        default: {  // few different tokens, so that prefixes meet often
          std::vector<TokenId> tokens;
          for (int i = below(40); i >= 0; --i) tokens.push_back(below(2));
          if (branch.length() < 400) compute(branch, tokens);
        }
      }
      if (step % 10 == 0) {
        for (const KvBranch& b : branches) QVERIFY2(is_right(b), qPrintable(QString("step %1").arg(step)));
      }
    }
  }
};

QTEST_APPLESS_MAIN(KvCacheTest)
#include "kv_cache_test.moc"
