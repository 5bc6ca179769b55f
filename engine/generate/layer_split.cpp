#include "engine/generate/layer_split.h"

#include <algorithm>
#include <cassert>
#include <numeric>

#include "engine/generate/memory_fit.h"

namespace halftone {

namespace {

// `count` things in proportion to `weights`, at least one to each and to nobody more than its weight while others have less.
std::vector<std::int64_t> share_out(std::int64_t count, std::span<const std::int64_t> weights) {
  const std::int64_t all = std::max<std::int64_t>(1, std::reduce(weights.begin(), weights.end()));
  std::vector<std::int64_t> shares;
  for (const std::int64_t weight : weights) shares.push_back(std::max<std::int64_t>(1, count * weight / all));
  const auto fullness = [&](std::size_t i) { return static_cast<double>(shares[i]) / static_cast<double>(std::max<std::int64_t>(1, weights[i])); };
  std::vector<std::size_t> order(shares.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  while (true) {
    const std::int64_t given = std::reduce(shares.begin(), shares.end());
    if (given == count) return shares;
    if (given < count) {
      ++shares[*std::ranges::min_element(order, {}, fullness)];
    } else {
      const auto fullest = std::ranges::max_element(order, {}, [&](std::size_t i) { return shares[i] > 1 ? fullness(i) : 0.0; });
      --shares[*fullest];
    }
  }
}

}  // namespace

std::vector<LayerRange> split_by_count(std::span<const std::int64_t> counts) {
  std::vector<LayerRange> ranges;
  std::int64_t begin = 0;
  for (const std::int64_t count : counts) ranges.push_back({begin, begin + count}), begin += count;
  return ranges;
}

Result<void> check_device_count(std::size_t devices, const ModelSpec& spec) {
  if (devices <= spec.layers.size()) return {};
  return fail(ErrorKind::invalid_argument, "Name fewer devices.", "{} layers cannot be split over {} devices", spec.layers.size(), devices);
}

std::int64_t layers_that_fit(const Checkpoint& checkpoint, const EngineSettings& settings, const DeviceRoom& device, bool first, bool last) {
  const auto all = static_cast<std::int64_t>(checkpoint.spec.layers.size());
  const auto fits = [&](std::int64_t count) {
    const std::int64_t begin = first ? 0 : last ? all - count : std::min<std::int64_t>(1, all - count);
    return need_of_layers(checkpoint, settings, device.sizes, {begin, begin + count}).total() <= device.bytes;
  };
  std::int64_t most = 0, limit = all;
  while (most < limit) {
    const std::int64_t middle = most + (limit - most + 1) / 2;
    if (fits(middle)) most = middle;
    else limit = middle - 1;
  }
  return most;
}

std::vector<LayerRange> split_by_memory(const Checkpoint& checkpoint, const EngineSettings& settings, std::span<const DeviceRoom> devices) {
  const auto all = static_cast<std::int64_t>(checkpoint.spec.layers.size());
  assert(std::ssize(devices) <= all);
  const auto cpu = std::ranges::find(devices, false, &DeviceRoom::is_gpu);
  const bool with_cpu = cpu != devices.end();
  std::vector<std::int64_t> held;  // by the GPUs
  for (std::size_t i = 0; i < devices.size(); ++i)
    if (devices[i].is_gpu) held.push_back(layers_that_fit(checkpoint, settings, devices[i], i == 0, i + 1 == devices.size()));
  std::vector<std::int64_t> counts;
  if (!held.empty()) {
    const std::int64_t most = std::max(std::reduce(held.begin(), held.end()), std::ssize(held));
    counts = share_out(with_cpu ? std::min(all - 1, most) : all, held);
  }
  if (with_cpu) counts.insert(counts.begin() + (cpu - devices.begin()), all - std::reduce(counts.begin(), counts.end()));
  return split_by_count(counts);
}

}  // namespace halftone
