// A device: its memory, its ops, and token programs made ready for it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "engine/backend/arena.h"
#include "engine/backend/device_sizes.h"
#include "engine/backend/pass.h"
#include "engine/backend/token_program.h"
#include "engine/base/sentence.h"
#include "kernels/core/thread_pool.h"
#include "kernels/ops/add.h"
#include "kernels/ops/attention.h"
#include "kernels/ops/cap.h"
#include "kernels/ops/embed.h"
#include "kernels/ops/glu.h"
#include "kernels/ops/kv_store.h"
#include "kernels/ops/matmul.h"
#include "kernels/ops/norm.h"
#include "kernels/ops/rope.h"
#include "kernels/ops/sample.h"

namespace halftone {

// A token program as a device runs it.
class CompiledProgram {
 public:
  virtual ~CompiledProgram() = default;
  // False when the pass's stop asked to end; its rows then hold nothing of use.
  virtual bool run(const Pass&) = 0;
  // Begins a pass of one token that nobody knows yet: the one that Backend::sample() is about to choose. `pass.tokens` is not looked at. If
  // the next pass on this device is that one, run() finds it under way. Only a device that works while the host does so need do it.
  virtual void go_ahead(const Pass&) {}
  // How the last pass of one token ran, for reports: "one kernel"; or why it was more.
  virtual std::string token_path() const { return "op by op"; }
};

class Backend : public DeviceSizes {
 public:
  virtual Sentence name() const = 0;  // "CPU · AMD EPYC, 2 threads"
  virtual Arena& arena() = 0;
  virtual ThreadPool& pool() = 0;                  // host threads, for loading and packing
  virtual void set_threads(int threads) = 0;       // 0: one per core; between passes only
  virtual MemoryReport memory() const = 0;         // the arena's figures and the device's own

  virtual void embed(const EmbedArgs&) = 0;
  virtual void norm(const NormArgs&) = 0;
  virtual void matmul(const MatmulArgs&) = 0;
  virtual void rope(const RopeArgs&) = 0;
  virtual void kv_store(const KvStoreArgs&) = 0;
  virtual void attention(AttentionKind, const AttentionArgs&) = 0;
  virtual void glu(const GluArgs&) = 0;
  virtual void cap(const CapArgs&) = 0;
  virtual void add(const AddArgs&) = 0;

  // As ops one after the other, unless the device knows better. The backend and the program outlive it.
  virtual std::unique_ptr<CompiledProgram> compile(const TokenProgram&);
  void run_op(const TokenOp&, const Pass&);
  // Before somebody other than a compiled program runs ops of a pass: what they read of it lies where they find it.
  virtual void begin(const Pass&) {}

  // Numbers that a pass has computed, where the host can read and write them; valid until the next pass.
  virtual MatrixView<float> readable(MatrixView<float> numbers) { return numbers; }

  // A token of logits that a pass has computed, which it may change, as kernels/ops/sample.h says it: the same on every device. A device
  // that works while the host does calls `meanwhile` before it waits.
  virtual std::int32_t sample(const SampleArgs& args, const std::function<void()>& meanwhile);

  // The device's own limits, measured now: bytes that all of it reads, GB/s; a large product of floats (a GPU: bf16), TFLOP/s.
  virtual double read_bandwidth_gb_s() = 0;
  virtual double matmul_tflop_s() = 0;
};

// Numbers of one device, on another: over the host.
void move_numbers(Backend& from, MatrixView<float> numbers, Backend& to, MatrixView<float> there);

}  // namespace halftone
