// All panels of all weights are one loop over the pool: a thread that is done with one weight goes on with the next.
#include "engine/load/load_weights.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <mutex>
#include <optional>
#include <thread>

#include "engine/base/refuse.h"
#include "engine/load/non_finite.h"
#include "kernels/cpu/quantise.h"
#include "kernels/layouts/panel.h"
#include "kernels/layouts/split_layout.h"

namespace halftone {

namespace {

// A thread's room for one panel: as floats, as row-major blocks, and as it goes to a device.
struct Scratch {
  std::vector<float> values;
  std::vector<std::byte> blocks, packed;
};

std::int64_t panels_of(const PlannedWeight& weight) { return (weight.entry.rows + kPanelRows - 1) / kPanelRows; }

[[noreturn]] void refuse_non_finite(const WeightEntry& entry, std::int64_t begin, std::int64_t end) {
  refuse(ErrorKind::malformed, "The weights are damaged: download the model again.",
         "tensor '{}' ({}) holds NaN or infinity in its rows {} to {}", entry.stored_name, to_string(entry.key), begin, end - 1);
}

// Rows [begin, end) in the target's format, row-major, to `out`.
void convert_rows(const PlannedWeight& weight, const WeightSource& source, std::int64_t begin, std::int64_t end, Scratch& scratch,
                  std::byte* out) {
  const WeightEntry& entry = weight.entry;
  const FormatInfo& target = info(weight.format);
  if (weight.format == entry.stored && source.is_verbatim(entry)) {
    value_of(source.read_stored(entry, begin, end, out));
    if (has_non_finite(weight.format, out, (end - begin) * target.row_bytes(entry.columns) / target.block_bytes))
      refuse_non_finite(entry, begin, end);
    return;
  }
  const std::int64_t count = (end - begin) * entry.columns;
  scratch.values.resize(static_cast<std::size_t>(kPanelRows * entry.columns));
  float* values = scratch.values.data();
  value_of(source.read(entry, begin, end, values));
  if (has_non_finite(Format::f32, reinterpret_cast<const std::byte*>(values), count)) refuse_non_finite(entry, begin, end);
  cpu::quantise(weight.format, values, end - begin, entry.columns, out);
  // f16 ends at 65,504: a bf16 or f32 weight beyond it would turn into infinity unseen.
  if (weight.format == Format::f16 && has_non_finite(Format::f16, out, count))
    refuse(ErrorKind::unsupported, "Choose bf16 or f32.", "tensor '{}' ({}) holds numbers beyond the range of f16 in its rows {} to {}",
           entry.stored_name, to_string(entry.key), begin, end - 1);
}

void load_panel(const PlannedWeight& weight, const WeightSource& source, std::int64_t panel, Scratch& scratch, std::byte* base,
                const WeightUpload& upload) {
  const WeightEntry& entry = weight.entry;
  const std::int64_t begin = panel * kPanelRows, end = std::min(begin + kPanelRows, entry.rows), count = end - begin;
  const std::int64_t row_bytes = info(weight.format).row_bytes(entry.columns);
  std::byte* out = base + begin * row_bytes;
  if (weight.layout == WeightLayout::row_major && !upload) return convert_rows(weight, source, begin, end, scratch, out);
  scratch.blocks.resize(static_cast<std::size_t>(kPanelRows * row_bytes));
  convert_rows(weight, source, begin, end, scratch, scratch.blocks.data());
  switch (weight.layout) {
    case WeightLayout::panels: return pack_panel(weight.format, scratch.blocks.data(), count, entry.columns, out);
    case WeightLayout::row_major: return upload(out, scratch.blocks.data(), count * row_bytes);
    case WeightLayout::split: break;
  }
  const SplitLayout layout(weight.format, entry.rows, entry.columns);
  const std::int64_t quant_bytes = count * layout.quant_stride, header_bytes = count * layout.header_stride;
  scratch.packed.resize(static_cast<std::size_t>(quant_bytes + header_bytes));
  std::byte* headers = scratch.packed.data() + quant_bytes;
  split_blocks(weight.format, scratch.blocks.data(), count, entry.columns, scratch.packed.data(), headers);
  upload(base + begin * layout.quant_stride, scratch.packed.data(), quant_bytes);
  if (header_bytes > 0) upload(base + layout.headers_at() + begin * layout.header_stride, headers, header_bytes);
}

}  // namespace

Result<void> load_weights(const WeightPlan& plan, const Checkpoint& checkpoint, const WeightAllocator& allocate, ThreadPool& pool,
                          const LoadProgress& progress, std::stop_token stop, const WeightUpload& upload) {
  const std::int64_t total = plan.bytes();
  std::vector<std::byte*> bases;
  std::vector<std::int64_t> first_panel = {0};  // of every weight, and the number of all
  for (const PlannedWeight& weight : plan.weights) {
    bases.push_back(allocate(weight));
    first_panel.push_back(first_panel.back() + panels_of(weight));
  }

  std::vector<Scratch> scratches(static_cast<std::size_t>(pool.threads()));
  std::atomic<std::int64_t> done = 0;
  std::atomic<bool> failed = false;
  std::mutex error_mutex;
  std::optional<Error> error;
  const auto caller = std::this_thread::get_id();
  if (progress) progress(0, total);

  pool.parallel_for(first_panel.back(), 1, [&](std::int64_t begin, std::int64_t end, int worker) {
    for (std::int64_t i = begin; i < end && !failed && !stop.stop_requested(); ++i) {
      const auto w = static_cast<std::size_t>(std::ranges::upper_bound(first_panel, i) - first_panel.begin() - 1);
      const PlannedWeight& weight = plan.weights[w];
      const auto loaded = guarded("", [&] {
        load_panel(weight, *checkpoint.source, i - first_panel[w], scratches[static_cast<std::size_t>(worker)], bases[w], upload);
      });
      if (!loaded) {
        const std::lock_guard lock(error_mutex);
        if (!error) error = loaded.error();
        failed = true;
        return;
      }
      const std::int64_t panel_bytes = weight.bytes / panels_of(weight);
      const std::int64_t now = done.fetch_add(panel_bytes, std::memory_order_relaxed) + panel_bytes;
      if (progress && std::this_thread::get_id() == caller) progress(now, total);
    }
  });

  if (error) return std::unexpected(std::move(*error));
  if (stop.stop_requested()) return fail(ErrorKind::cancelled, "", "loading was stopped after {} of {} bytes", done.load(), total);
  if (progress) progress(total, total);
  return {};
}

}  // namespace halftone
