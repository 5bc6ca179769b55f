#include "tests/kernels/cuda_device.h"

#include "kernels/cuda/attention.h"
#include "kernels/cuda/matmul.h"
#include "kernels/cuda/ops.h"
#include "tests/kernels/cuda/mirror.h"

namespace halftone {

namespace {

class CudaDevice : public Device {
 public:
  std::string name() const override { return "CUDA"; }
  bool is_gpu() const override { return true; }
  WeightLayout layout() const override { return WeightLayout::split; }

  // kernels/cuda/matmul.h: one token is gemv's, more are cuBLAS's on 16-bit numbers.
  MatmulPrecision matmul_precision(Format format, std::int64_t tokens) const override {
    if (tokens == 1) {
      const bool looked_up = format == Format::nf4 || format == Format::bnb_nf4 || format == Format::bnb_fp4;
      return {.rounds_x_to_int8 = info(format).quantised && !looked_up, .smallest = format == Format::f16 ? 1e-6 : 1e-30};
    }
    if (format == Format::f32) return {.decodes_first = true};
    if (format == Format::f16) return {.decodes_first = true, .unit = 0x1p-11, .smallest = 1e-6};
    return {.decodes_first = true, .unit = 0x1p-8};
  }

  bool takes(AttentionKind kind, const AttentionArgs& args) const override {
    if (!args.policy.causal) return false;
    return kind == AttentionKind::flash || args.cache.head_width % 8 == 0;  // cuBLAS takes 16-bit rows of whole 16 bytes
  }
  AttentionPrecision attention_precision(AttentionKind kind, const AttentionArgs& args) const override {
    if (kind == AttentionKind::naive) return {0x1p-8, false};
    if (args.q.shape[0] <= cuda::kDecodeTokens || !cuda::can_flash_prefill(args, context_)) return {};
    return args.cache.format == KvFormat::f16 ? AttentionPrecision{0x1p-11, true} : AttentionPrecision{0x1p-8, false};
  }
  std::int64_t attention_scratch_bytes(AttentionKind kind, const AttentionShape& shape, std::int64_t kv_heads,
                                       KvFormat format) const override {
    return cuda::attention_scratch_bytes(kind, shape, kv_heads, format, context_.multiprocessors());
  }

  void attention(AttentionKind kind, const AttentionArgs& host) override {
    const auto start = static_cast<std::int32_t>(host.start);
    run(host, [&](AttentionArgs& args, Mirror& mirror) {
      const AttentionShape shape{args.q.shape[0],       args.start + args.q.shape[0], args.q.shape[1],
                                 args.cache.head_width, args.cache.page_tokens,       1};
      args.scratch = mirror.scratch(attention_scratch_bytes(kind, shape, args.cache.kv_heads, args.cache.format));
      args.q = mirror.there(args.q), args.out = mirror.there(args.out), args.probabilities = mirror.there(args.probabilities);
      args.cache = mirror.there(args.cache, false);
      args.policy.alibi_slopes = mirror.there(args.policy.alibi_slopes);
      cuda::attention(kind, args, mirror.there(&start, 1), context_);
    });
  }
  void add(const AddArgs& host) override {
    run(host, [&](AddArgs& args, Mirror& mirror) {
      args.x = mirror.there(args.x), args.out = mirror.there(args.out);
      cuda::add(args, context_);
    });
  }
  void cap(const CapArgs& host) override {
    run(host, [&](CapArgs& args, Mirror& mirror) {
      args.x = mirror.there(args.x);
      cuda::cap(args, context_);
    });
  }
  void embed(const EmbedArgs& host) override {
    run(host, [&](EmbedArgs& args, Mirror& mirror) {
      args.ids = mirror.there(args.ids), args.positions = mirror.there(args.positions);
      args.table = mirror.there(args.table), args.position_table = mirror.there(args.position_table);
      args.out = mirror.there(args.out);
      cuda::embed(args, context_);
    });
  }
  void glu(const GluArgs& host) override {
    run(host, [&](GluArgs& args, Mirror& mirror) {
      args.gate = mirror.there(args.gate), args.up = mirror.there(args.up), args.out = mirror.there(args.out);
      cuda::glu(args, context_);
    });
  }
  void kv_store(const KvStoreArgs& host) override {
    const auto start = static_cast<std::int32_t>(host.start);
    run(host, [&](KvStoreArgs& args, Mirror& mirror) {
      args.keys = mirror.there(args.keys), args.values = mirror.there(args.values);
      args.cache = mirror.there(args.cache, true);
      args.start = 0;  // not looked at there
      cuda::kv_store(args, mirror.there(&start, 1), context_);
    });
  }
  void matmul(const MatmulArgs& host) override {
    run(host, [&](MatmulArgs& args, Mirror& mirror) {
      args.scratch = mirror.scratch(cuda::matmul_scratch_bytes(args.x.shape[0], args.weight.columns, args.weight.rows, args.weight.format));
      args.x = mirror.there(args.x), args.weight = mirror.there(args.weight), args.bias = mirror.there(args.bias);
      args.y = mirror.there(args.y);
      cuda::matmul(args, context_);
    });
  }
  void norm(const NormArgs& host) override {
    run(host, [&](NormArgs& args, Mirror& mirror) {
      args.x = mirror.there(args.x), args.weight = mirror.there(args.weight), args.bias = mirror.there(args.bias);
      args.out = mirror.there(args.out);
      cuda::norm(args, context_);
    });
  }
  void rope(const RopeArgs& host) override {
    run(host, [&](RopeArgs& args, Mirror& mirror) {
      args.x = mirror.there(args.x), args.positions = mirror.there(args.positions), args.inverse = mirror.there(args.inverse);
      cuda::rope(args, context_);
    });
  }

 private:
  template <class Args, class Body>
  void run(Args args, const Body& body) {
    Mirror mirror(context_);
    body(args, mirror);
    mirror.back();
  }

  cuda::Context context_{0};
};

}  // namespace

std::unique_ptr<Device> cuda_device() { return has_device() ? std::make_unique<CudaDevice>() : nullptr; }

}  // namespace halftone
