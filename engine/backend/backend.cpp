// A token program as ops, one after the other.
#include "engine/backend/backend.h"

#include "engine/backend/op_args.h"
#include "engine/base/overloaded.h"

namespace halftone {

namespace {

class OpByOp final : public CompiledProgram {
 public:
  OpByOp(Backend& backend, const TokenProgram& program) : backend_(backend), program_(program) {}

  bool run(const Pass& pass) override {
    run_all(program_.embedding, pass);
    for (const std::vector<TokenOp>& layer : program_.layers) {
      if (pass.stop.stop_requested()) return false;
      run_all(layer, pass);
    }
    run_all(program_.logits, pass.of_wanted_rows());
    return true;
  }

 private:
  void run_all(const std::vector<TokenOp>& ops, const Pass& pass) {
    for (const TokenOp& op : ops) backend_.run_op(op, pass);
  }

  Backend& backend_;
  const TokenProgram& program_;
};

}  // namespace

std::unique_ptr<CompiledProgram> Backend::compile(const TokenProgram& program) { return std::make_unique<OpByOp>(*this, program); }

void move_numbers(Backend& from, MatrixView<float> numbers, Backend& to, MatrixView<float> there) {
  const MatrixView<float> here = from.readable(numbers);
  to.arena().upload(reinterpret_cast<std::byte*>(there.data), reinterpret_cast<const std::byte*>(here.data),
                    here.size() * static_cast<std::int64_t>(sizeof(float)));
}

std::int32_t Backend::sample(const SampleArgs& args, const std::function<void()>&) {
  SampleArgs here = args;
  here.logits = readable({args.logits.data, {1, args.logits.shape[0]}})[0];
  return cpu::sample(here);
}

void Backend::run_op(const TokenOp& op, const Pass& pass) {
  std::visit(Overloaded{
                 [&](const EmbedOp& o) { embed(args_of(o, pass)); },
                 [&](const NormOp& o) { norm(args_of(o, pass)); },
                 [&](const ProjectOp& o) { matmul(args_of(o, pass)); },
                 [&](const CapOp& o) { cap(args_of(o, pass)); },
                 [&](const AddOp& o) { add(args_of(o, pass)); },
                 [&](const RopeOp& o) { rope(args_of(o, pass)); },
                 [&](const StoreOp& o) { kv_store(args_of(o, pass)); },
                 [&](const AttendOp& o) { attention(pass.attention, args_of(o, pass)); },
                 [&](const GluOp& o) { glu(args_of(o, pass)); },
             },
             op);
}

}  // namespace halftone
