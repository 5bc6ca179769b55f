// One rotation of RoPE: (a, b) by an angle of position · inverse frequency, times a factor. Angles reach 10^5 and more: they are
// reduced in double, where the sine of a float would already have lost its digits.
#pragma once

namespace halftone::cuda {

struct Turn {
  float cosine, sine;
};

__device__ inline Turn turn_of(int position, float inverse, float factor) {
  const double turns = static_cast<double>(position) * static_cast<double>(inverse) * 0.15915494309189533577;  // 1 / 2π
  float sine, cosine;
  sincospif(static_cast<float>(2.0 * (turns - rint(turns))), &sine, &cosine);
  return {cosine * factor, sine * factor};
}

__device__ inline void turn(const Turn& by, float& a, float& b) {
  const float turned = fmaf(a, by.cosine, -b * by.sine);
  b = fmaf(a, by.sine, b * by.cosine);
  a = turned;
}

}  // namespace halftone::cuda
