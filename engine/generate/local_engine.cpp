#include "engine/generate/local_engine.h"

#include <cassert>

#include "engine/base/machine.h"
#include "engine/generate/local_session.h"

namespace halftone {

LocalEngine::LocalEngine(Checkpoint checkpoint, Result<std::unique_ptr<Tokenizer>> tokenizer, std::int64_t baseline, GpuSource gpus)
    : opened_{std::move(checkpoint), {}, nullptr}, devices_(opened_.checkpoint, baseline, std::move(gpus)) {
  opened_.info = describe(opened_.checkpoint, tokenizer);
  if (tokenizer) opened_.tokenizer = *std::move(tokenizer);
}

Result<std::unique_ptr<LocalEngine>> LocalEngine::open(Checkpoint checkpoint, const EngineSettings& settings, const ProgressSink& progress,
                                                       std::stop_token stop, GpuSource gpus) {
  auto tokenizer = tokenizer_for(checkpoint, settings);
  return open(std::move(checkpoint), std::move(tokenizer), settings, progress, std::move(stop), std::move(gpus));
}

Result<std::unique_ptr<LocalEngine>> LocalEngine::open_to_speak(Checkpoint checkpoint, const EngineSettings& settings,
                                                                const ProgressSink& progress, std::stop_token stop, GpuSource gpus) {
  auto tokenizer = tokenizer_for(checkpoint, settings);
  if (!tokenizer) return pass_on(std::move(tokenizer));
  return open(std::move(checkpoint), std::move(tokenizer), settings, progress, std::move(stop), std::move(gpus));
}

Result<std::unique_ptr<LocalEngine>> LocalEngine::open(Checkpoint checkpoint, Result<std::unique_ptr<Tokenizer>> tokenizer,
                                                       const EngineSettings& settings, const ProgressSink& progress, std::stop_token stop,
                                                       GpuSource gpus) {
  const std::int64_t baseline = process_memory().resident;
  std::unique_ptr<LocalEngine> engine(new LocalEngine(std::move(checkpoint), std::move(tokenizer), baseline, std::move(gpus)));
  auto setup = Setup::open(engine->opened_, engine->devices_, settings, progress, std::move(stop));
  if (!setup) return pass_on(std::move(setup));
  engine->setup_ = *std::move(setup);
  return engine;
}

Result<void> LocalEngine::apply(const EngineSettings& next, const ProgressSink& progress, std::stop_token stop) {
  return setup_->apply(next, progress, std::move(stop));
}

std::unique_ptr<Session> LocalEngine::new_session() {
  assert(opened_.tokenizer);
  return std::make_unique<LocalSession>(setup_);
}

Result<std::unique_ptr<Session>> LocalEngine::new_session(const EngineSettings& own, const ProgressSink& progress, std::stop_token stop) {
  if (!opened_.tokenizer) return std::unexpected(*opened_.info.tokenizer.trouble);
  if (own.pre_tokenizer != settings().pre_tokenizer)
    return fail(ErrorKind::invalid_argument, "Open the model again.", "how words are split cannot change under a conversation");
  auto setup = Setup::open(opened_, devices_, own, progress, std::move(stop));
  if (!setup) return pass_on(std::move(setup));
  return std::make_unique<LocalSession>(*std::move(setup));
}

Result<std::int64_t> LocalEngine::count_tokens(std::string_view text, std::stop_token stop) const {
  return halftone::count_tokens(opened_, text, std::move(stop));
}

void LocalEngine::reset_peak() {
  for (const Placed& placed : placement()) {
    placed.device->backend->arena().reset_peak();
    placed.device->backend->arena().begin_turn();
  }
}

Result<std::unique_ptr<Engine>> open_engine(const std::filesystem::path& model, const EngineSettings& settings,
                                            const ProgressSink& progress, std::stop_token stop) {
  auto checkpoint = open_checkpoint(model);
  if (!checkpoint) return pass_on(std::move(checkpoint));
  if (stop.stop_requested()) return fail(ErrorKind::cancelled, "", "loading was stopped");  // making a tokenizer of a large vocabulary takes a while
  auto engine = LocalEngine::open_to_speak(*std::move(checkpoint), settings, progress, std::move(stop));
  if (!engine) return pass_on(std::move(engine));
  return std::unique_ptr<Engine>(*std::move(engine));
}

}  // namespace halftone
