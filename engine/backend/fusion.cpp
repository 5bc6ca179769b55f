#include "engine/backend/fusion.h"

#include <algorithm>
#include <optional>

#include "engine/base/overloaded.h"

namespace halftone {

namespace {

using Ops = std::span<const TokenOp>;

template <class Op>
const Op* at(Ops ops, std::size_t i) {
  return i < ops.size() ? std::get_if<Op>(&ops[i]) : nullptr;
}

bool reads(const TokenOp& op, Operand operand) {
  return std::visit(Overloaded{
                        [&](const EmbedOp&) { return false; },
                        [&](const NormOp& o) { return o.x == operand || (o.accumulate && o.out == operand); },
                        [&](const ProjectOp& o) { return o.x == operand || (o.accumulate && o.y == operand); },
                        [&](const CapOp& o) { return o.x == operand; },
                        [&](const AddOp& o) { return o.x == operand || o.out == operand; },
                        [&](const RopeOp& o) { return o.x == operand; },
                        [&](const StoreOp&) { return operand == Operand::key || operand == Operand::value; },
                        [&](const AttendOp&) { return operand == Operand::query; },
                        [&](const GluOp& o) { return operand == Operand::up || (o.gated && operand == Operand::gate); },
                    },
                    op);
}

bool overwrites(const TokenOp& op, Operand operand) {
  if (reads(op, operand)) return false;
  const auto* norm = std::get_if<NormOp>(&op);
  const auto* project = std::get_if<ProjectOp>(&op);
  return (norm && norm->out == operand) || (project && project->y == operand);
}

// Whether anybody reads what the operand holds before ops[i]. Nothing but the residual is handed on from layer to layer.
bool needed(Ops ops, std::size_t i, Operand operand) {
  for (; i < ops.size() && !overwrites(ops[i], operand); ++i)
    if (reads(ops[i], operand)) return true;
  return operand == Operand::residual;
}

// The projections from ops[i] on that read the same and may be computed side by side.
std::vector<const ProjectOp*> side_by_side(Ops ops, std::size_t i) {
  std::vector<const ProjectOp*> found;
  for (const ProjectOp* op; found.size() < 3 && (op = at<ProjectOp>(ops, i)) && !op->accumulate; ++i) {
    if (!found.empty() && op->x != found.front()->x) break;
    found.push_back(op);
  }
  return found;
}

// A norm that only the projections behind it read: they can take it in.
const NormOp* norm_within(Ops ops, std::size_t i) {
  const NormOp* norm = at<NormOp>(ops, i);
  if (!norm || norm->accumulate || norm->heads != 1 || norm->out == norm->x) return nullptr;
  const auto readers = side_by_side(ops, i + 1);
  const bool alone = !readers.empty() && readers.front()->x == norm->out && !needed(ops, i + 1 + readers.size(), norm->out);
  return alone ? norm : nullptr;
}

// The glu of exactly these outputs.
const GluOp* glu_of(Ops ops, std::size_t i, std::span<const ProjectOp* const> outputs) {
  const GluOp* glu = at<GluOp>(ops, i);
  if (!glu || outputs.back()->y != Operand::up) return nullptr;
  const bool gated = outputs.size() == 2 && outputs.front()->y == Operand::gate;
  return (glu->gated ? gated : outputs.size() == 1) ? glu : nullptr;
}

std::optional<RopeStore> rope_store(Ops ops, std::size_t i) {
  const RopeOp *query = at<RopeOp>(ops, i), *key = at<RopeOp>(ops, i + 1);
  const StoreOp* store = at<StoreOp>(ops, i + 2);
  if (!query || !key || !store || query->x != Operand::query || key->x != Operand::key) return std::nullopt;
  if (query->growth != key->growth) return std::nullopt;  // both are rotated by one table
  return RopeStore{query, key, store};
}

class OneToken {
 public:
  explicit OneToken(const GemvLimits& limits) : limits_(limits) {}

  void layer(Ops ops) {
    for (std::size_t i = 0; i < ops.size();) i += launch_at(ops, i);
  }
  // Around the layers: projections alone are worth more than an op.
  void plain(Ops ops) {
    for (const TokenOp& op : ops) {
      const auto* project = std::get_if<ProjectOp>(&op);
      if (!project || !add({.outputs = {project}})) launches_.push_back(&op);
    }
  }
  std::vector<Launch> launches() && { return std::move(launches_); }

 private:
  // Adds what begins at ops[i]; returns how many ops that are.
  std::size_t launch_at(Ops ops, std::size_t i) {
    if (const auto fused = rope_store(ops, i)) return launches_.push_back(*fused), 3;
    const NormOp* norm = norm_within(ops, i);
    const std::size_t first = norm ? i + 1 : i;
    if (const auto outputs = side_by_side(ops, first); !outputs.empty()) {
      const std::size_t after = first + outputs.size();
      if (const GluOp* glu = glu_of(ops, after, outputs); glu && add({norm, outputs, glu})) return after + 1 - i;
      if (add({norm, outputs})) return after - i;
    }
    if (const ProjectOp* project = at<ProjectOp>(ops, i); project && add({.outputs = {project}})) return 1;
    launches_.push_back(&ops[i]);
    return 1;
  }

  bool add(FusedGemv gemv) {
    if (limits_.chained(gemv)) {
      const Format format = gemv.outputs.front()->weight.format;
      auto* last = launches_.empty() ? nullptr : std::get_if<GemvSequence>(&launches_.back());
      if (!last || last->steps.size() == limits_.longest || last->steps.front().outputs.front()->weight.format != format)
        last = &std::get<GemvSequence>(launches_.emplace_back(GemvSequence{}));
      last->steps.push_back(std::move(gemv));
      return true;
    }
    if (!limits_.alone(gemv)) return false;
    launches_.push_back(std::move(gemv));
    return true;
  }

  const GemvLimits& limits_;
  std::vector<Launch> launches_;
};

// The format of weights that take x in 16 bits, all the same; f32 for none.
Format shared_format(std::span<const ProjectOp* const> outputs) {
  if (outputs.empty()) return Format::f32;
  const Format format = outputs.front()->weight.format;
  return std::ranges::all_of(outputs, [&](const ProjectOp* o) { return o->weight.format == format; }) ? format : Format::f32;
}

}  // namespace

std::vector<Launch> fuse_one_token(const TokenProgram& program, const GemvLimits& limits) {
  OneToken token(limits);
  token.plain(program.embedding);
  for (const std::vector<TokenOp>& layer : program.layers) token.layer(layer);
  token.plain(program.logits);
  return std::move(token).launches();
}

std::vector<Launch> fuse_many_tokens(Ops ops) {
  std::vector<Launch> launches;
  // What reads the stream, or its norm, is several projections or part of a glu; others round their own x.
  const auto shares = [](Operand x) { return x == Operand::residual || x == Operand::normed; };
  for (std::size_t i = 0; i < ops.size();) {
    if (const auto fused = rope_store(ops, i)) {
      launches.push_back(*fused), i += 3;
      continue;
    }
    const NormOp* norm = norm_within(ops, i);
    const std::size_t first = norm ? i + 1 : i;
    if (auto outputs = side_by_side(ops, first); !outputs.empty()) {
      const std::size_t after = first + outputs.size();
      if (shared_format(outputs) != Format::f32 && shares(outputs.front()->x)) {
        launches.push_back(SharedGemms{norm, std::move(outputs)});
      } else {
        for (std::size_t op = i; op < after; ++op) launches.push_back(&ops[op]);
      }
      i = after;
      continue;
    }
    const GluOp* glu = at<GluOp>(ops, i);
    const ProjectOp* down = at<ProjectOp>(ops, i + 1);
    const auto* before = launches.empty() ? nullptr : std::get_if<SharedGemms>(&launches.back());
    if (glu && down && before && before->norm && down->accumulate && glu->width % 4 == 0 &&
        before->outputs.front()->weight.format == down->weight.format) {
      launches.push_back(GluGemm{glu, down}), i += 2;
      continue;
    }
    launches.push_back(&ops[i++]);
  }
  return launches;
}

}  // namespace halftone
