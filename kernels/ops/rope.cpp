#include "kernels/ops/rope.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

namespace halftone {
namespace {

template <class... Case>
struct Overload : Case... {
  using Case::operator()...;
};

std::vector<double> plain_frequencies(double theta, std::int64_t dim) {
  std::vector<double> inverse(dim / 2);
  for (std::size_t i = 0; i < inverse.size(); ++i) inverse[i] = std::pow(theta, -2.0 * static_cast<double>(i) / static_cast<double>(dim));
  return inverse;
}

double yarn_attention(double factor, double mscale) { return factor <= 1 ? 1.0 : 0.1 * mscale * std::log(factor) + 1.0; }

// The pair that turns `rotations` times over the trained context.
double yarn_pair(double rotations, const RopeParams& params, double context) {
  return static_cast<double>(params.dim) * std::log(context / (rotations * 2 * std::numbers::pi)) / (2 * std::log(static_cast<double>(params.theta)));
}

}  // namespace

RopeFrequencies rope_frequencies(const RopeParams& params, std::int64_t length, std::int64_t trained) {
  assert(params.dim >= 0 && params.dim % 2 == 0);
  std::vector<double> inverse = plain_frequencies(params.theta, params.dim);
  double attention_factor = 1;
  const auto context_or_trained = [&](std::int64_t original) { return static_cast<double>(original > 0 ? original : trained); };

  std::visit(
      Overload{
          [](std::monostate) {},
          [&](const LinearScaling& s) {
            for (double& f : inverse) f /= s.factor;
          },
          [&](const NtkScaling& s) {
            const double context = context_or_trained(s.original_context);
            if (static_cast<double>(length) <= context || params.dim <= 2) return;  // one pair alone does not depend on θ
            const double stretch = s.factor * static_cast<double>(length) / context - (s.factor - 1);
            const double dim = static_cast<double>(params.dim);
            inverse = plain_frequencies(params.theta * std::pow(stretch, dim / (dim - 2)), params.dim);
          },
          [&](const YarnScaling& s) {
            const double context = context_or_trained(s.original_context);
            double low = yarn_pair(s.beta_fast, params, context), high = yarn_pair(s.beta_slow, params, context);
            if (s.truncate) low = std::floor(low), high = std::ceil(high);
            low = std::max(low, 0.0);
            high = std::min(high, static_cast<double>(params.dim - 1));
            if (low == high) high += 0.001;
            for (std::size_t i = 0; i < inverse.size(); ++i) {
              const double interpolated = std::clamp((static_cast<double>(i) - low) / (high - low), 0.0, 1.0);
              inverse[i] = inverse[i] / s.factor * interpolated + inverse[i] * (1 - interpolated);
            }
            if (s.attention_factor > 0) {
              attention_factor = s.attention_factor;
            } else if (s.mscale != 0 && s.mscale_all_dim != 0) {
              attention_factor = yarn_attention(s.factor, s.mscale) / yarn_attention(s.factor, s.mscale_all_dim);
            } else {
              attention_factor = yarn_attention(s.factor, 1);
            }
          },
          [&](const Llama3Scaling& s) {
            const double context = context_or_trained(s.original_context);
            for (double& f : inverse) {
              const double turns = context * f / (2 * std::numbers::pi);  // over the trained context
              const double kept = std::clamp((turns - s.low_freq_factor) / (s.high_freq_factor - s.low_freq_factor), 0.0, 1.0);
              f = (1 - kept) * f / s.factor + kept * f;
            }
          },
          [&](const LongRopeScaling& s) {
            const double context = context_or_trained(s.original_context);
            const std::vector<float>& factors = static_cast<double>(length) > context ? s.long_factor : s.short_factor;
            assert(factors.size() == inverse.size());
            for (std::size_t i = 0; i < inverse.size(); ++i) inverse[i] /= factors[i];
            const double stretch = static_cast<double>(trained) / context;
            if (s.attention_factor > 0) {
              attention_factor = s.attention_factor;
            } else if (stretch > 1) {
              attention_factor = std::sqrt(1 + std::log(stretch) / std::log(context));
            }
          },
      },
      params.scaling);

  if (!params.frequency_factors.empty()) {
    assert(params.frequency_factors.size() == inverse.size());
    for (std::size_t i = 0; i < inverse.size(); ++i) inverse[i] /= params.frequency_factors[i];
  }
  return {std::vector<float>(inverse.begin(), inverse.end()), static_cast<float>(attention_factor)};
}

bool depends_on_length(const RopeScaling& scaling) {
  return std::holds_alternative<NtkScaling>(scaling) || std::holds_alternative<LongRopeScaling>(scaling);
}

}  // namespace halftone
