// Where an op runs, in its test: on each instruction set of this CPU or, in a run with `--device cuda`, on a GPU. A test says its cases
// once, in this machine's memory; a device copies what it must, there and back, so that what an op leaves alone is seen too.
#pragma once

#include <QTest>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "kernels/ops/add.h"
#include "kernels/ops/attention.h"
#include "kernels/ops/cap.h"
#include "kernels/ops/embed.h"
#include "kernels/ops/glu.h"
#include "kernels/ops/kv_store.h"
#include "kernels/ops/matmul.h"
#include "kernels/ops/norm.h"
#include "kernels/ops/rope.h"

namespace halftone {

// What a product rounds by contract, beside its float products and sums.
struct MatmulPrecision {
  bool rounds_x_to_int8 = false;  // in groups of 32
  bool decodes_first = false;     // a weight is one number when it multiplies; else its scale and minimum come to the sum by themselves
  double unit = 0;                // largest relative rounding of x and of the weights
  double smallest = 1e-30;        // what is left of numbers below the range of what they are rounded to, summed
};

// What attention takes its queries, keys, values and the softmax's numerators as: floats (unit 0), bf16 or f16.
struct AttentionPrecision {
  double unit = 0;  // largest relative rounding
  bool half = false;
};

class Device {
 public:
  virtual ~Device() = default;

  virtual std::string name() const = 0;
  virtual bool is_gpu() const { return false; }  // some contracts are wider there, and shapes for thousands of threads run there only

  virtual WeightLayout layout() const = 0;  // of the weights that embed and matmul take
  virtual MatmulPrecision matmul_precision(Format format, std::int64_t tokens) const = 0;
  virtual bool takes(AttentionKind, const AttentionArgs&) const { return true; }
  virtual AttentionPrecision attention_precision(AttentionKind, const AttentionArgs&) const { return {}; }
  virtual std::int64_t attention_scratch_bytes(AttentionKind kind, const AttentionShape& shape, std::int64_t kv_heads,
                                               KvFormat format) const = 0;

  virtual void add(const AddArgs& args) = 0;
  virtual void attention(AttentionKind kind, const AttentionArgs& args) = 0;  // with scratch of the device's own
  virtual void cap(const CapArgs& args) = 0;
  virtual void embed(const EmbedArgs& args) = 0;
  virtual void glu(const GluArgs& args) = 0;
  virtual void kv_store(const KvStoreArgs& args) = 0;
  virtual void matmul(const MatmulArgs& args) = 0;  // with scratch of the device's own
  virtual void norm(const NormArgs& args) = 0;
  virtual void rope(const RopeArgs& args) = 0;
};

using DeviceCheck = std::function<void(Device&)>;

void for_each_device(const DeviceCheck& check);
// The definition (kernels/reference) too, for tests that know the result by other means.
void for_each_implementation(const DeviceCheck& check);

// Row-major blocks as a device takes them.
std::vector<std::byte> packed(Format format, WeightLayout layout, const std::byte* row_major, std::int64_t rows, std::int64_t columns);

// main() of a test of an op: [--device cuda], then Qt Test's arguments.
int run_on_devices(QObject& test, int argc, char** argv);

}  // namespace halftone

#define HALFTONE_OP_TEST_MAIN(Test)                    \
  int main(int argc, char** argv) {                    \
    Test test;                                         \
    return halftone::run_on_devices(test, argc, argv); \
  }
