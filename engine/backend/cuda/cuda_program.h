// A token program on the GPU: fewer, larger launches than ops, and for one token a recording of them that is replayed.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/backend/backend.h"
#include "engine/backend/cuda/on_device.h"
#include "engine/backend/cuda/one_kernel.h"
#include "engine/backend/cuda/token_graph.h"
#include "engine/backend/fusion.h"
#include "kernels/cuda/context.h"

namespace halftone {

class CudaProgram final : public CompiledProgram {
 public:
  // All outlive it.
  CudaProgram(Backend& backend, const TokenProgram& program, OnDevice& on_device, const cuda::Context& context);

  bool run(const Pass& pass) override;
  void go_ahead(const Pass& pass) override;
  std::string token_path() const override;

 private:
  // What a recorded token depends on.
  using Key = std::array<std::uint64_t, 5>;
  Key key_of(const Pass& pass) const;
  // The pass that go_ahead() began.
  struct Ahead {
    std::uint64_t passes = 0;  // set by then, on this device; 0: there is none
    Key key{};
    std::int64_t start = 0;
    std::vector<std::byte*> pages;
  };
  bool is_under_way(const Pass& pass) const;
  void run_one(const Pass& pass);
  void launch_one(const Pass& pass);
  bool run_many(const Pass& pass);
  void launch_all(std::span<const Launch> launches, const Pass& pass);
  void launch(const TokenOp* op, const Pass& pass) { backend_.run_op(*op, pass); }
  void launch(const FusedGemv& gemv, const Pass& pass);
  void launch(const GemvSequence& sequence, const Pass& pass);
  void launch(const SharedGemms& gemms, const Pass& pass);
  void launch(const GluGemm& both, const Pass& pass);
  void launch(const RopeStore& both, const Pass& pass);
  void gemm(const ProjectOp& op, const Pass& pass);  // of x as it lies rounded in the scratch

  Backend& backend_;
  const TokenProgram& program_;
  OnDevice& on_device_;
  const cuda::Context& context_;
  OneKernel one_kernel_;
  std::vector<Launch> one_token_;             // where the one kernel does not take it
  std::vector<std::vector<Launch>> layers_;  // for many tokens
  TokenGraph token_;
  Key recorded_{};             // of token_
  std::uint64_t prepared_ = 0;  // the recipe of the last pass that ran unrecorded
  Ahead ahead_;
};

}  // namespace halftone
