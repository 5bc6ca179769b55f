#include "engine/generate/local_engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <limits>

#include "engine/backend/cpu_backend.h"
#include "engine/backend/cuda_backend.h"
#include "engine/base/machine.h"
#include "engine/generate/local_session.h"
#include "engine/generate/model_template.h"
#include "engine/tokenizer/named_pre_tokenizers.h"
#include "engine/tokenizer/regex.h"

namespace halftone {

namespace {

constexpr std::int64_t kDefaultContext = 8192;

double mib(std::int64_t bytes) { return static_cast<double>(bytes) / (1 << 20); }

// The RoPE whose frequencies depend on the length, if any layer's do.
const RopeParams* length_dependent_rope(const ModelSpec& spec) {
  for (const LayerSpec& layer : spec.layers) {
    const auto* rope = std::get_if<RopeParams>(&layer.attention.position);
    if (rope && depends_on_length(rope->scaling)) return rope;
  }
  return nullptr;
}

bool has_rope(const LayerSpec& layer) { return std::holds_alternative<RopeParams>(layer.attention.position); }

// The checkpoint's spec under the settings.
ModelSpec spec_under(const Checkpoint& checkpoint, const EngineSettings& settings) {
  ModelSpec spec = checkpoint.spec;
  if (std::holds_alternative<std::monostate>(settings.rope_scaling)) return spec;
  // A layer with a window never looks further than it was trained to; where all have one, all are stretched.
  const bool some_see_all = std::ranges::any_of(spec.layers, [](const LayerSpec& layer) { return layer.attention.window == 0; });
  for (LayerSpec& layer : spec.layers) {
    auto* rope = std::get_if<RopeParams>(&layer.attention.position);
    if (!rope || (some_see_all && layer.attention.window > 0)) continue;
    rope->scaling = settings.rope_scaling;
    rope->frequency_factors.clear();  // a GGUF file's way to store a scaling
  }
  return spec;
}

std::int64_t rows_checked(const EngineSettings& settings) {
  return settings.speculation.kind == Speculation::Kind::off ? 1 : kMostDrafted + 1;
}

// Rows of a pass and the ops' scratch. Naive attention takes more with the prompt's square; that is for the prompt to ask.
struct Working {
  std::int64_t activations = 0, workspace = 0;
  std::int64_t bytes() const { return activations + workspace; }
};

Working working_under(const ModelSpec& spec, const EngineSettings& settings, const Backend& backend) {
  const std::int64_t rows = std::min(settings.context, backend.prefill_chunk());
  const std::int64_t logits = spec.vocabulary * static_cast<std::int64_t>(sizeof(float)) * rows_checked(settings);
  const auto shape = Workspace::scratch_shape(spec, rows, rows, settings.attention, settings.cache.value_or(KvFormat::f16));
  return {Workspace::activation_bytes(spec, rows) + logits, backend.scratch_bytes(shape)};
}

// auto: a GPU if there is one. The index of a CUDA device, or none for the CPU; an error where what was asked for is not there.
Result<std::optional<int>> device_of(const std::string& name) {
  if (name == "cpu") return std::nullopt;
  const bool any = name == "auto" || name == "cuda";
  int wanted = 0;
  if (!any && (!name.starts_with("cuda:") ||
               std::from_chars(name.data() + 5, name.data() + name.size(), wanted).ptr != name.data() + name.size() || name.size() == 5)) {
    return fail(ErrorKind::unsupported, "Choose auto, cpu, cuda or cuda:N.", "device '{}' is not there", name);
  }
  const auto devices = cuda_devices();
  if (!devices) {
    if (name == "auto") return std::nullopt;
    return std::unexpected(devices.error());
  }
  for (const CudaDevice& device : *devices) {
    if (any || device.index == wanted) return device.index;
  }
  return fail(ErrorKind::unsupported, "Choose auto, cpu or cuda.", "there is no CUDA device {}: {} found", wanted, devices->size());
}

Result<void> check_settings(const EngineSettings& settings, const ModelSpec& spec) {
  if (settings.context < 1 || settings.context > kMaxContext) {
    return fail(ErrorKind::invalid_argument, "", "a context of {} tokens; it can have 1 to {}", settings.context, kMaxContext);
  }
  if (!std::holds_alternative<std::monostate>(settings.rope_scaling) && std::ranges::none_of(spec.layers, has_rope)) {
    return fail(ErrorKind::unsupported, "Leave the scaling at the model's own.", "a RoPE scaling is set ({}), but the model has no RoPE",
                to_string(settings.rope_scaling));
  }
  return {};
}

Result<void> check_positions(const EngineSettings& settings, const ModelSpec& spec) {
  const std::int64_t limit = spec.position_limit();
  if (limit == 0 || settings.context <= limit) return {};
  return fail(ErrorKind::invalid_argument, "Choose a shorter context.",
              "a context of {} tokens; the model learned positions for {} and has no others", settings.context, limit);
}

// Where a length-dependent scaling begins to change.
std::int64_t unscaled_context(const RopeParams& rope, std::int64_t trained) {
  std::int64_t original = 0;
  if (const auto* ntk = std::get_if<NtkScaling>(&rope.scaling)) original = ntk->original_context;
  if (const auto* longrope = std::get_if<LongRopeScaling>(&rope.scaling)) original = longrope->original_context;
  return std::max<std::int64_t>(1, original > 0 ? original : trained);
}

// With the marks that the template in use writes, the user's own as well as the model's.
Result<std::unique_ptr<Tokenizer>> tokenizer_for(const Checkpoint& checkpoint, const EngineSettings& settings) {
  TokenizerData data = checkpoint.tokenizer;
  if (const auto source = template_source(checkpoint, settings.chat_template)) data.template_source += '\n' + *source;
  if (!settings.pre_tokenizer.empty())
    if (auto used = use_pre_tokenizer(data, settings.pre_tokenizer); !used) return pass_on(std::move(used));
  return make_tokenizer(std::move(data));
}

}  // namespace

EngineSettings LocalEngine::resolve(EngineSettings settings) const {
  if (settings.context == 0) settings.context = std::min(checkpoint_.spec.trained_context, kDefaultContext);
  return settings;
}

Result<std::unique_ptr<LocalEngine>> LocalEngine::open(Checkpoint checkpoint, const EngineSettings& settings, const ProgressSink& progress,
                                                       std::stop_token stop) {
  auto tokenizer = tokenizer_for(checkpoint, settings);
  return open(std::move(checkpoint), std::move(tokenizer), settings, progress, stop);
}

Result<std::unique_ptr<LocalEngine>> LocalEngine::open_to_speak(Checkpoint checkpoint, const EngineSettings& settings,
                                                                const ProgressSink& progress, std::stop_token stop) {
  auto tokenizer = tokenizer_for(checkpoint, settings);
  if (!tokenizer) return pass_on(std::move(tokenizer));
  return open(std::move(checkpoint), std::move(tokenizer), settings, progress, stop);
}

Result<std::unique_ptr<LocalEngine>> LocalEngine::open(Checkpoint checkpoint, Result<std::unique_ptr<Tokenizer>> tokenizer,
                                                       const EngineSettings& settings, const ProgressSink& progress, std::stop_token stop) {
  const std::int64_t baseline = process_memory().resident;
  std::unique_ptr<LocalEngine> engine(new LocalEngine);
  engine->checkpoint_ = std::move(checkpoint);
  engine->info_ = describe(engine->checkpoint_, tokenizer);
  engine->settings_ = engine->resolve(settings);
  if (auto sane = check_settings(engine->settings_, engine->checkpoint_.spec); !sane) return pass_on(std::move(sane));
  if (auto reached = check_positions(engine->settings_, engine->checkpoint_.spec); !reached) return pass_on(std::move(reached));
  if (tokenizer) engine->tokenizer_ = *std::move(tokenizer);
  auto chosen_template = choose_template(engine->checkpoint_, settings.chat_template);
  if (!chosen_template) return pass_on(std::move(chosen_template));
  engine->template_ = std::move(chosen_template->chat_template);

  engine->baseline_ = baseline;
  if (auto chosen = engine->choose_backend(engine->settings_); !chosen) return pass_on(std::move(chosen));
  const WeightPlan plan = plan_weights(engine->checkpoint_, settings.weights, engine->backend_->matrix_layout());
  if (auto fits = engine->check_fit(engine->settings_, plan, engine->free_memory()); !fits) return pass_on(std::move(fits));
  auto weights = engine->load(engine->settings_, plan, progress, stop);
  if (!weights) return pass_on(std::move(weights));
  engine->weights_ = *std::move(weights);
  engine->rebuild(engine->settings_);
  auto draft = engine->open_draft(engine->settings_, progress, stop);
  if (!draft) return pass_on(std::move(draft));
  engine->draft_ = *std::move(draft);
  return engine;
}

// The GPU where there is one and, with `auto`, where the model fits its free memory; else the CPU.
Result<void> LocalEngine::choose_backend(const EngineSettings& settings) {
  auto device = device_of(settings.device);
  if (!device) return pass_on(std::move(device));
  if (*device) {
    try {
      backend_ = make_cuda_backend(**device, settings.threads);
      const WeightPlan plan = plan_weights(checkpoint_, settings.weights, backend_->matrix_layout());
      if (settings.device != "auto" || check_fit(settings, plan, free_memory())) return {};
    } catch (const std::exception& error) {
      if (settings.device != "auto") return fail(ErrorKind::unsupported, "Choose the CPU.", "the GPU cannot be used: {}", said_by(error));
    }
  }
  backend_ = make_cpu_backend(settings.threads, baseline_);
  return {};
}

std::int64_t LocalEngine::free_memory() const { return backend_->memory().device_free; }

std::int64_t LocalEngine::needed_bytes(const EngineSettings& settings, std::int64_t weight_bytes) const {
  const ModelSpec spec = spec_under(checkpoint_, settings);
  return weight_bytes + KvLayout::of(spec, settings.cache.value_or(KvFormat::f16)).bytes_for(settings.context) +
         working_under(spec, settings, *backend_).bytes();
}

// What needed_bytes() counts must fit; if not, says what would.
Result<void> LocalEngine::check_fit(const EngineSettings& settings, const WeightPlan& plan, std::int64_t available) const {
  const std::int64_t total = needed_bytes(settings, plan.bytes());
  if (total <= available) return {};
  const std::int64_t working = working_under(spec_under(checkpoint_, settings), settings, *backend_).bytes();

  Sentence remedy = plan.weights.empty() ? Sentence("Choose a smaller cache format or a shorter context.")
                                            : Sentence("No smaller setting fits either: close other programs or choose a smaller model.");
  for (Precision precision : {Precision::int8, Precision::int4, Precision::int3, Precision::int2}) {
    EngineSettings smaller = settings;
    smaller.context = std::min<std::int64_t>(settings.context, 2048);
    smaller.attention = AttentionKind::flash;
    const WeightPlan other = plan_weights(checkpoint_, precision, backend_->matrix_layout());
    if (const std::int64_t bytes = needed_bytes(smaller, other.bytes()); other.bytes() <= plan.bytes() && bytes <= available) {
      remedy = sentence("It fits with weights at {}, flash attention and a context of {} tokens: {:.0f} MiB.", to_string(precision),
                           smaller.context, mib(bytes));
      break;
    }
  }
  return fail(
      ErrorKind::out_of_memory, remedy,
      "{} needs {:.0f} MiB ({:.0f} weights, {:.0f} KV cache of {} tokens, {:.0f} activations and workspace); {:.0f} MiB of memory are free",
      info_.name, mib(total), mib(plan.bytes()), mib(total - plan.bytes() - working), settings.context, mib(working), mib(available));
}

Result<Weights> LocalEngine::load(const EngineSettings& settings, const WeightPlan& plan, const ProgressSink& progress,
                                  std::stop_token stop) {
  const auto began = std::chrono::steady_clock::now();
  const std::string from = converted_from(checkpoint_, settings.weights);
  const Sentence stage =
      from.empty() ? Sentence("reading weights") : sentence("converting weights to {} from {}", to_string(settings.weights), from);
  const auto report = [&](std::int64_t done, std::int64_t total) {
    if (progress) progress({stage, done, total});
  };
  Result<Weights> weights = [&]() -> Result<Weights> {
    try {
      return Weights::load(checkpoint_, plan, *backend_, report, stop);
    } catch (const std::bad_alloc& error) {  // other programs took what check_fit saw
      return fail(ErrorKind::out_of_memory, "Choose smaller weights, or close other programs.", "{}", said_by(error));
    }
  }();
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - began;
  if (weights) pace_ = {};
  if (weights) parameters_per_second_ = static_cast<double>(info_.parameters) / std::max(seconds.count(), 1e-3);
  return weights;
}

// Loads beside the old weights where both fit, so that cancelling costs nothing; else the old ones go first and come back on failure.
Result<void> LocalEngine::replace_weights(const EngineSettings& next, const ProgressSink& progress, std::stop_token stop) {
  const WeightPlan plan = plan_weights(checkpoint_, next.weights, backend_->matrix_layout());
  const std::int64_t available = free_memory();
  const std::int64_t drafts = draft_ ? draft_->bytes(next.context) : 0;  // stays
  if (auto fits = check_fit(next, plan, available + backend_->memory().total() - drafts); !fits) return fits;

  const bool side_by_side = plan.bytes() + working_under(spec_, next, *backend_).bytes() <= available;
  if (!side_by_side) unload();
  auto weights = load(next, plan, progress, stop);
  if (weights) {
    unload();
    weights_ = *std::move(weights);
    return {};
  }
  if (!side_by_side) {
    auto old = load(settings_, plan_weights(checkpoint_, settings_.weights, backend_->matrix_layout()), progress, {});
    if (!old) return pass_on(std::move(old));
    weights_ = *std::move(old);
    rebuild(settings_);
  }
  return pass_on(std::move(weights));
}

// All of it elsewhere. The old device is given back first: after a fault nothing there can be relied on.
Result<void> LocalEngine::change_device(const EngineSettings& next, const ProgressSink& progress, std::stop_token stop) {
  if (auto known = device_of(next.device); !known) return pass_on(std::move(known));
  const EngineSettings before = settings_;
  const auto move_to = [&](const EngineSettings& settings, std::stop_token until) -> Result<void> {
    unload();
    draft_.reset();
    backend_.reset();
    if (auto chosen = choose_backend(settings); !chosen) return chosen;
    const WeightPlan plan = plan_weights(checkpoint_, settings.weights, backend_->matrix_layout());
    if (auto fits = check_fit(settings, plan, free_memory()); !fits) return fits;
    auto weights = load(settings, plan, progress, until);
    if (!weights) return pass_on(std::move(weights));
    weights_ = *std::move(weights);
    rebuild(settings);
    auto draft = open_draft(settings, progress, until);
    if (!draft) return pass_on(std::move(draft));
    draft_ = *std::move(draft);
    return {};
  };
  auto moved = move_to(next, stop);
  if (moved) return {};
  if (auto back = move_to(before, {}); !back && !backend_) backend_ = make_cpu_backend(before.threads, baseline_);
  return moved;
}

// Gives back all that a model takes; sessions live on without their pages.
void LocalEngine::unload() {
  drop_pages();
  transformer_.reset();
  weights_.reset();
}

void LocalEngine::drop_pages() {
  for (LocalSession* session : sessions_) session->forget();
  pools_.clear();
}

// Everything above the weights under new settings. No page outlives the switches it was made under.
void LocalEngine::rebuild(const EngineSettings& next) {
  drop_pages();
  transformer_.reset();
  settings_ = next;
  spec_ = spec_under(checkpoint_, next);
  transformer_ = std::make_unique<Transformer>(*backend_, spec_, *weights_);
  transformer_->keep_rows(rows_checked(next));
}

Result<std::unique_ptr<DraftModel>> LocalEngine::open_draft(const EngineSettings& settings, const ProgressSink& progress,
                                                            std::stop_token stop) {
  if (settings.speculation.kind != Speculation::Kind::draft || !tokenizer_) return nullptr;
  const std::int64_t promised = KvLayout::of(spec_, settings.cache.value_or(KvFormat::f16)).bytes_for(settings.context) +
                                working_under(spec_, settings, *backend_).bytes();
  const DraftModel::For target{*tokenizer_, spec_.vocabulary, settings.context, *backend_, free_memory() - promised};
  return DraftModel::open(settings.speculation.draft, settings.speculation.draft_weights, target, progress, stop);
}

Result<void> LocalEngine::apply(const EngineSettings& wanted, const ProgressSink& progress, std::stop_token stop) {
  const EngineSettings next = resolve(wanted);
  if (auto sane = check_settings(next, checkpoint_.spec); !sane) return sane;
  if (auto reached = check_positions(next, checkpoint_.spec); !reached) return reached;
  if (next.pre_tokenizer != settings_.pre_tokenizer)
    return fail(ErrorKind::invalid_argument, "Open the model again.", "how words are split cannot change under a conversation");
  auto chosen_template = choose_template(checkpoint_, next.chat_template);
  if (!chosen_template) return pass_on(std::move(chosen_template));
  const bool other_threads = next.threads != settings_.threads;
  const bool other_draft = next.speculation != settings_.speculation && next.device == settings_.device;
  std::unique_ptr<DraftModel> draft;
  if (other_draft) {
    auto opened = open_draft(next, progress, stop);
    if (!opened) return pass_on(std::move(opened));
    draft = *std::move(opened);
  }

  if (next.device != settings_.device) {
    if (auto moved = change_device(next, progress, stop); !moved) return moved;
  } else if (next.weights != settings_.weights || !is_loaded()) {
    if (auto replaced = replace_weights(next, progress, stop); !replaced) return replaced;
    rebuild(next);
  } else if (next != settings_) {
    // The weights stay; all else could go, so all else counts as free.
    const MemoryReport memory = backend_->memory();
    const std::int64_t drafts = draft_ ? draft_->bytes(next.context) - draft_->weight_bytes() : 0;
    const std::int64_t rest = memory.total() - memory.of(MemoryTag::weights) - drafts;
    if (auto fits = check_fit(next, WeightPlan(), free_memory() + rest); !fits) return fits;
    const bool same_pages = next.cache == settings_.cache && next.rope_scaling == settings_.rope_scaling;
    if (same_pages)
      settings_ = next;  // attention and context are read at the next pass
    else
      rebuild(next);
  }
  if (other_draft) {
    draft_ = std::move(draft);
    transformer_->keep_rows(rows_checked(next));
  }
  pace_.token_ms = 0;
  if (other_threads) backend_->set_threads(next.threads), pace_ = {};
  template_ = std::move(chosen_template->chat_template);  // a session renders anew with every turn; what is equal stays in its cache
  return {};
}

std::int64_t LocalEngine::rope_length(std::int64_t tokens) const {
  const RopeParams* rope = length_dependent_rope(spec_);
  if (!rope) return 0;
  std::int64_t length = unscaled_context(*rope, spec_.trained_context);
  // Long RoPE has two sets of frequencies, not one for every length.
  if (std::holds_alternative<LongRopeScaling>(rope->scaling)) return tokens > length ? 2 * length : length;
  while (length < tokens && length < std::numeric_limits<std::int64_t>::max() / 2) length *= 2;
  return length;
}

std::shared_ptr<KvPool> LocalEngine::pool(std::int64_t rope_length) {
  std::shared_ptr<KvPool>& pool = pools_[rope_length];
  if (!pool) {
    pool = settings_.cache ? std::make_shared<KvPool>(backend_->arena(), KvLayout::of(spec_, *settings_.cache), settings_.context)
                           : std::make_shared<KvPool>(backend_->arena(), KvLayout::of(spec_, KvFormat::f16), 0, MemoryTag::activations);
  }
  return pool;
}

void LocalEngine::use(LocalSession* session) {
  leave(session);
  join(session);
}

void LocalEngine::make_room(const LocalSession& session, std::int64_t bytes) {
  if (!settings_.cache) return;
  const KvLayout layout = KvLayout::of(spec_, *settings_.cache);
  const std::int64_t limit = layout.bytes_for(settings_.context) + layout.page_bytes();  // and one that is copied before it is written
  const std::int64_t drafts = draft_ ? draft_->cache_bytes() : 0;
  const auto short_of_room = [&] { return backend_->arena().report().of(MemoryTag::kv_cache) - drafts + bytes > limit; };
  for (const auto& [length, pool] : pools_) {
    while (short_of_room() && pool->drop_oldest()) {
    }
  }
  for (LocalSession* other : sessions_) {
    if (!short_of_room()) return;
    if (other != &session) other->forget();
  }
}

// Naive attention stores the scores of the whole prompt, so the prompt goes through at once.
std::int64_t LocalEngine::prefill_chunk(std::int64_t tokens) const {
  return settings_.attention == AttentionKind::naive ? tokens : std::min(tokens, backend_->prefill_chunk());
}

std::unique_ptr<Session> LocalEngine::new_session() {
  assert(tokenizer_);
  return std::make_unique<LocalSession>(*this);
}

Result<std::int64_t> LocalEngine::count_tokens(std::string_view text, std::stop_token stop) const try {
  if (!tokenizer_) return std::unexpected(tokenizer_trouble());
  constexpr std::size_t kPart = 64 << 10;
  std::int64_t tokens = 0;
  while (!text.empty()) {
    if (stop.stop_requested()) return fail(ErrorKind::cancelled, "", "counting was stopped");
    std::size_t length = std::min(text.size(), kPart);
    if (length < text.size()) {  // at the end of a line, else of a word, else between two characters
      const std::string_view part = text.substr(0, length);
      std::size_t end = part.find_last_of('\n');
      if (end == part.npos) end = part.find_last_of(' ');
      if (end != part.npos && end > 0) length = end;
      else while (length > 1 && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) --length;
    }
    const TextSpan span{std::string(text.substr(0, length)), false};
    tokens += std::ssize(tokenizer_->encode(std::span(&span, 1), stop));
    text.remove_prefix(length);
  }
  if (stop.stop_requested()) return fail(ErrorKind::cancelled, "", "counting was stopped");
  return tokens;
} catch (const PatternExploded& error) {
  return fail(ErrorKind::unsupported, "Use another tokenizer of this model, or shorten the text.", "{}", said_by(error));
}

MemoryReport LocalEngine::memory() const { return backend_->memory(); }

void LocalEngine::reset_peak() {
  backend_->arena().reset_peak();
  backend_->arena().begin_turn();
}

Result<std::unique_ptr<Engine>> open_engine(const std::filesystem::path& model, const EngineSettings& settings,
                                            const ProgressSink& progress, std::stop_token stop) {
  auto checkpoint = open_checkpoint(model);
  if (!checkpoint) return pass_on(std::move(checkpoint));
  if (stop.stop_requested()) return fail(ErrorKind::cancelled, "", "loading was stopped");  // making a tokenizer of a large vocabulary takes a while
  auto engine = LocalEngine::open_to_speak(*std::move(checkpoint), settings, progress, stop);
  if (!engine) return pass_on(std::move(engine));
  return std::unique_ptr<Engine>(*std::move(engine));
}

Result<FitEstimate> estimate_fit(const std::filesystem::path& model, const EngineSettings& settings) {
  auto checkpoint = open_checkpoint(model);
  if (!checkpoint) return pass_on(std::move(checkpoint));
  return estimate_fit(*checkpoint, settings);
}

Result<FitEstimate> estimate_fit(const Checkpoint& checkpoint, const EngineSettings& settings) {
  const ModelSpec spec = spec_under(checkpoint, settings);
  FitEstimate fit;
  fit.model = describe(checkpoint, tokenizer_for(checkpoint, settings));  // built, not only read: some faults show nowhere else
  EngineSettings resolved = settings;
  if (resolved.context == 0) resolved.context = std::min(spec.trained_context, kDefaultContext);
  if (auto sane = check_settings(resolved, spec); !sane) return pass_on(std::move(sane));
  fit.context = resolved.context;
  fit.kv_bytes = resolved.cache ? KvLayout::of(spec, *resolved.cache).bytes_for(fit.context) : 0;
  fit.kv_bytes_all_heads = fit.kv_bytes / fit.model.kv_heads * fit.model.heads;
  const auto device = device_of(resolved.device);
  if (!device) return std::unexpected(device.error());
  const Working working = working_under(spec, resolved, *make_cpu_backend(0, 0));
  fit.activation_bytes = working.activations;
  fit.workspace_bytes = working.workspace;
  if (*device) {
    const auto devices = cuda_devices();
    for (const CudaDevice& d : *devices)
      if (d.index == **device) fit.device_total = d.total, fit.device_available = d.free;
  } else {
    const MachineMemory memory = machine_memory();
    fit.device_total = memory.total;
    fit.device_available = memory.available;
  }
  for (Precision precision : {Precision::automatic, Precision::f32, Precision::bf16, Precision::f16, Precision::int8, Precision::nf4,
                              Precision::int4, Precision::int3, Precision::int2}) {
    FitRow row{precision, plan_weights(checkpoint, precision, WeightLayout::panels).bytes(), 0, false};
    row.total_bytes = row.weight_bytes + fit.kv_bytes + fit.activation_bytes + fit.workspace_bytes;
    row.fits = row.total_bytes <= fit.device_available;
    fit.rows.push_back(row);
  }
  return fit;
}

}  // namespace halftone
