// Rows of logits and parameters that sampling is tried on, on every device.
#pragma once

#include <QString>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "kernels/ops/sample.h"

namespace halftone {

struct SampleRow {
  const char* name;
  std::vector<float> logits;
};

struct SampleCase {
  float temperature = 1;
  std::int64_t top_k = 0;
  float top_p = 1, min_p = 0, repeat_penalty = 1;
  double uniform = 0;
  std::vector<std::int32_t> history = {};

  SampleArgs args(std::vector<float>& logits) const {
    const auto size = static_cast<std::int64_t>(logits.size());
    return {{logits.data(), {size}}, history, temperature, top_k, top_p, min_p, repeat_penalty, uniform};
  }
  QString name() const {
    return QString("temperature %1, top-k %2, top-p %3, min-p %4, penalty %5, draw %6")
        .arg(static_cast<double>(temperature))
        .arg(top_k)
        .arg(static_cast<double>(top_p))
        .arg(static_cast<double>(min_p))
        .arg(static_cast<double>(repeat_penalty))
        .arg(uniform, 0, 'g', 17);
  }
};

// Adversarial ones after an ordinary one.
inline std::vector<SampleRow> sample_rows(int length) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity(), kNan = std::numeric_limits<float>::quiet_NaN();
  std::mt19937 random(static_cast<unsigned>(length));
  std::normal_distribution<float> normal(0, 3);
  const auto size = static_cast<std::size_t>(length);
  const auto at = [&] { return random() % size; };
  std::vector<float> usual(size), ties(size), broken(size), steep(size);
  for (std::size_t i = 0; i < size; ++i) {
    usual[i] = normal(random);
    ties[i] = std::round(usual[i]);
    broken[i] = i % 3 == 0 ? kNan : i % 3 == 1 ? -kInfinity : usual[i];
    steep[i] = static_cast<float>(i) * -0.75f;
  }
  broken[size - 1] = -2;  // finite
  std::vector<float> one_infinite = usual, infinities = usual;
  one_infinite[at()] = kInfinity;
  for (int i = 0; i < 5; ++i) infinities[at()] = kInfinity;
  std::vector<float> wide(size);
  for (float& logit : wide) logit = usual[at()] * 1e37f;
  std::vector<float> zeros(size, 0.0f);
  for (std::size_t i = 0; i < size; i += 2) zeros[i] = -0.0f;
  return {{"usual", usual},
          {"ties", ties},
          {"all equal", std::vector<float>(size, 2.5f)},
          {"two zeros", zeros},
          {"one infinite", one_infinite},
          {"infinities", infinities},
          {"NaN and -infinity", broken},
          {"nothing finite", std::vector<float>(size, kNan)},
          {"-infinity only", std::vector<float>(size, -kInfinity)},
          {"steep", steep},
          {"wide", wide}};
}

// `draws` of every combination of the edges of each parameter that is worth one.
inline std::vector<SampleCase> sample_cases(int length, int draws) {
  std::mt19937_64 random(static_cast<std::uint64_t>(length) + 99);
  std::uniform_real_distribution<double> uniform;
  std::vector<SampleCase> cases;
  for (const float temperature : {0.0f, 1e-42f, 0.01f, 0.8f, 100.0f, 1e30f}) {
    for (const std::int64_t top_k :
         {std::int64_t{0}, std::int64_t{1}, std::int64_t{2}, std::int64_t{40}, std::int64_t{length / 2}, std::int64_t{length} + 7}) {
      for (const float top_p : {0.0f, 0.3f, 0.95f, 1.0f}) {
        const int kind = static_cast<int>(cases.size() / static_cast<std::size_t>(draws));
        SampleCase c{temperature, top_k, top_p, kind % 3 == 0 ? 0.0f : kind % 3 == 1 ? 0.05f : 1.0f, kind % 2 ? 1.0f : 1.3f};
        if (kind % 4 != 3) c.history = {0, length - 1, length / 2, 0, 0, -1, length, length / 3, length / 2};
        for (int i = 0; i < draws; ++i) {
          c.uniform = i == 0 && kind % 5 == 0 ? 0.0 : i == 0 && kind % 5 == 1 ? std::nextafter(1.0, 0.0) : uniform(random);
          cases.push_back(c);
        }
      }
    }
  }
  return cases;
}

}  // namespace halftone
