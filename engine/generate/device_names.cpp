#include "engine/generate/device_names.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <ranges>

namespace halftone {

namespace {

constexpr char kRemedy[] = "Choose auto, cpu, cuda, cuda:N, or several of them: cpu+cuda:0.";

// Nothing: it is the name of no GPU. −1: any.
std::optional<int> gpu_number(std::string_view name) {
  if (name == "cuda") return -1;
  constexpr std::string_view kPrefix = "cuda:";
  if (!name.starts_with(kPrefix) || name.size() == kPrefix.size()) return std::nullopt;
  int number = 0;
  const char* const end = name.data() + name.size();
  if (std::from_chars(name.data() + kPrefix.size(), end, number).ptr != end || number < 0) return std::nullopt;
  return number;
}

Result<DeviceIndex> device_named(std::string_view name, const GpuSource& gpus) {
  if (name == "cpu") return DeviceIndex();
  const std::optional<int> wanted = gpu_number(name);
  if (!wanted) return fail(ErrorKind::unsupported, kRemedy, "device '{}' is not there", name);
  const auto devices = gpus.list();
  if (!devices) return std::unexpected(devices.error());
  for (const CudaDevice& device : *devices)
    if (*wanted < 0 || device.index == *wanted) return DeviceIndex(device.index);
  return fail(ErrorKind::unsupported, "Choose auto, cpu or cuda.", "there is no CUDA device {}: {} found", *wanted, devices->size());
}

}  // namespace

std::string name_of(DeviceIndex device) { return device ? fmt::format("cuda:{}", *device) : "cpu"; }

std::vector<std::string> device_choices(const GpuSource& gpus) {
  std::vector<std::string> choices = {"auto", "cpu"}, names;
  if (const auto found = gpus.list())
    for (const CudaDevice& each : *found) names.push_back(name_of(each.index));
  choices.insert(choices.end(), names.begin(), names.end());
  const std::string all = fmt::format("{}", fmt::join(names, "+"));
  if (names.size() > 1) choices.push_back(all);
  if (!names.empty()) choices.push_back("cpu+" + all);
  return choices;
}

std::vector<std::vector<DeviceIndex>> devices_to_spill_to(const GpuSource& gpus, std::size_t layers) {
  std::vector<DeviceIndex> all;
  if (const auto found = gpus.list())
    for (const CudaDevice& each : *found) all.emplace_back(each.index);
  std::vector<std::vector<DeviceIndex>> tries;
  if (all.size() > 1) tries.push_back(all);
  all.insert(all.begin(), DeviceIndex());
  tries.push_back(std::move(all));
  for (std::vector<DeviceIndex>& devices : tries) devices.resize(std::min(devices.size(), layers));
  return tries;
}

Result<NamedDevices> devices_named(std::string_view names, const GpuSource& gpus) {
  if (names == "auto") {
    auto first = device_named("cuda", gpus);
    if (first) return NamedDevices{{*first}};
    // Who has no GPU misses none.
    return NamedDevices{{DeviceIndex()}, gpus.is_plugged_in() ? first.error().cause : Sentence()};
  }
  NamedDevices named;
  for (const auto part : std::views::split(names, '+')) {
    auto device = device_named(std::string_view(part), gpus);
    if (!device) return pass_on(std::move(device));
    if (std::ranges::find(named.indices, *device) != named.indices.end())
      return fail(ErrorKind::unsupported, kRemedy, "device '{}' is named twice", name_of(*device));
    named.indices.push_back(*device);
  }
  return named;
}

}  // namespace halftone
