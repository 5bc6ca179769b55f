// chat: a conversation, from a file or from the terminal.
#include <signal.h>

#include <chrono>
#include <csignal>
#include <fstream>
#include <iostream>
#include <new>
#include <thread>

#include "app/cli/doubts.h"
#include "app/cli/messages.h"
#include "engine/generate/chrome_trace.h"
#include "kernels/core/device_fault.h"

namespace halftone::cli {

namespace {

volatile std::sig_atomic_t interrupted = 0;

struct ChatOptions : CommonOptions {
  std::string model, messages, system, trace;
};

// The turns so far, in a file that is whole after each of them; none where nobody asked for it.
class TraceFile {
 public:
  explicit TraceFile(std::string path) : path_(std::move(path)) {}
  Result<void> add(const Reply& reply) {
    turns_.push_back({fmt::format("turn {}", turns_.size() + 1), reply.trace});
    return write();
  }
  Result<void> write() const {
    if (path_.empty()) return {};
    std::ofstream file(path_, std::ios::trunc);
    file << chrome_trace(turns_) << std::flush;
    if (file) return {};
    return fail(ErrorKind::io, "Choose another place, or make room there.", "{}: cannot be written", path_);
  }

 private:
  std::string path_;
  std::vector<TracedTurn> turns_;
};

// Of the drafted tokens, the share that the model said; null where none was drafted.
Json acceptance(const ReplyStats& s) {
  return s.drafted_tokens > 0 ? Json(static_cast<double>(s.accepted_tokens) / static_cast<double>(s.drafted_tokens)) : Json();
}

Json to_json(const Reply& reply, const Tokenizer& tokenizer) {
  const ReplyStats& s = reply.stats;
  Json notes = Json::array();
  for (const Sentence& note : reply.notes) notes.push_back(note.english);
  Json json = {{"text", reply.text},
               {"tokens", s.tokens},
               {"prompt_tokens", s.prompt_tokens},
               {"reused_tokens", s.reused_tokens},
               {"prefill_tokens", s.prefill_tokens},
               {"first_token_ms", s.first_token_ms},
               {"prefill_tokens_per_s", s.prefill_tokens_per_s},
               {"decode_tokens_per_s", s.decode_tokens_per_s},
               {"finish", to_string(s.finish)},
               {"restore_ms", s.restore_ms},
               {"prefill_ms", s.prefill_ms},
               {"sample_ms", s.sample_ms},
               {"drafted_tokens", s.drafted_tokens},
               {"accepted_tokens", s.accepted_tokens},
               {"drafted_passes", s.drafted_passes},
               {"acceptance", acceptance(s)},
               {"notes", notes},
               {"memory", memory_json(reply.memory)}};
  if (!reply.doubts.empty()) json["probabilities"] = doubts_json(reply.doubts, tokenizer);
  return json;
}

// One turn: the reply streams to stdout, or is printed as JSON; its figures go to stderr.
Result<Reply> answer(Session& session, const std::vector<ChatMessage>& messages, const ChatOptions& options, const Tokenizer& tokenizer) {
  std::stop_source stop;
  interrupted = 0;
  const std::jthread watcher([&](std::stop_token done) {  // a signal handler may not do more than set the flag
    for (; !done.stop_requested(); std::this_thread::sleep_for(std::chrono::milliseconds(20))) {
      if (interrupted) stop.request_stop();
    }
  });
  auto reply = session.generate(
      messages, options.params,
      [&](const StreamEvent& event) {
        if (!options.json && !event.text.empty()) {
          put("{}", event.text);
          flush_output();
        }
      },
      stop.get_token());
  if (!reply) return reply;
  const ReplyStats& s = reply->stats;
  if (options.json) {
    put("{}\n", to_json(*reply, tokenizer).dump(-1, ' ', false, Json::error_handler_t::replace));
  } else {
    put("\n");
    if (!reply->doubts.empty()) put("\n{}", doubts_table(reply->doubts, tokenizer));
    flush_output();
    const std::string drafts =
        s.drafted_tokens > 0 ? fmt::format(" · accepted {} of {} drafted tokens", s.accepted_tokens, s.drafted_tokens) : "";
    note("[{:.1f} tokens/s · first token {:.0f} ms · reused {} of {} tokens{} · {}]\n", s.decode_tokens_per_s,
               s.first_token_ms, s.reused_tokens, s.prompt_tokens, drafts, to_string(s.finish));
    for (const Sentence& said : reply->notes) note("{}\n", said);
  }
  flush_output();
  return reply;
}

// A device that is lost takes no more with it than the reply: that is begun again on the CPU.
Result<Reply> answer_in_any_case(LocalEngine& engine, Session& session, const std::vector<ChatMessage>& messages,
                                 const ChatOptions& options) {
  try {
    return answer(session, messages, options, *engine.tokenizer());
  } catch (const DeviceFault& fault) {
    if (!fault.is_lost()) throw;
    note("\nThe GPU failed: {}\nThe conversation goes on on the CPU.\n", said_by(fault));
  }
  EngineSettings next = engine.settings();
  next.device = "cpu", next.split = {};
  if (auto moved = engine.apply(next, {}, {}); !moved) return pass_on(std::move(moved));
  return answer(session, messages, options, *engine.tokenizer());
}

Result<void> replay(LocalEngine& engine, Session& session, const ChatOptions& options, TraceFile& trace) {
  auto given = read_messages(options.messages);
  if (!given) return pass_on(std::move(given));
  std::vector<ChatMessage> conversation;
  for (ChatMessage& message : *given) {
    if (message.role == ChatMessage::Role::assistant) continue;  // ours to write
    const bool asks = message.role == ChatMessage::Role::user;
    conversation.push_back(std::move(message));
    if (!asks) continue;
    auto reply = answer_in_any_case(engine, session, conversation, options);
    if (!reply) return pass_on(std::move(reply));
    if (auto written = trace.add(*reply); !written) return written;
    if (reply->stats.finish == Finish::cancelled) break;
    conversation.push_back({ChatMessage::Role::assistant, reply->text});
  }
  return {};
}

Result<void> converse(LocalEngine& engine, Session& session, const ChatOptions& options, TraceFile& trace) {
  std::vector<ChatMessage> conversation;
  if (!options.system.empty()) conversation.push_back({ChatMessage::Role::system, options.system});
  note("An empty line or Ctrl+D ends, Ctrl+C stops a reply; at the prompt it ends too.\n");
  std::string line;
  while (note("> "), std::getline(std::cin, line) && !line.empty()) {
    conversation.push_back({ChatMessage::Role::user, line});
    auto reply = [&]() -> Result<Reply> {
      try {
        return answer_in_any_case(engine, session, conversation, options);
      } catch (const std::bad_alloc& error) {
        return fail(ErrorKind::out_of_memory, "Ask something shorter, or start again with a smaller cache.", "{}", said_by(error));
      }
    }();
    if (!reply) {  // the question is taken back; the conversation goes on
      note("{}\n", reply.error().message());
      conversation.pop_back();
      continue;
    }
    if (auto written = trace.add(*reply); !written) return written;
    conversation.push_back({ChatMessage::Role::assistant, reply->text});
  }
  return {};
}

}  // namespace

void add_chat(CLI::App& app, Run& run) {
  auto options = std::make_shared<ChatOptions>();
  auto* command = app.add_subcommand("chat", "multi-turn; interactive without --messages");
  command->add_option("MODEL", options->model)->required();
  command->add_option("--messages", options->messages, "JSON: each user message in turn is answered");
  command->add_option("--system", options->system, "system prompt of an interactive conversation");
  command->add_option("--trace", options->trace, "where each turn's time went, into this file, for chrome://tracing or Perfetto");
  command->add_option("--probabilities", options->params.candidates, "with each token, how likely it was, and so many of the likeliest")
      ->check(CLI::Range(1, 1000));
  add_engine_options(*command, *options);
  add_sampling_options(*command, *options);
  add_speculation_options(*command, *options);
  add_template_options(*command, *options);
  command->callback([=, &run] {
    run = [=]() -> Result<void> {
      TraceFile trace(options->trace);
      if (auto writable = trace.write(); !writable) return writable;
      auto engine = open_local(options->model, *options, Needs::text);
      if (!engine) return pass_on(std::move(engine));
      if (const std::string& trouble = (*engine)->model().template_trouble.english; !trouble.empty() && options->uses_own_template())
        note("{}; the plain dialogue is used. --template FILE gives another.\n", trouble);
      struct sigaction action = {};  // without SA_RESTART: at the prompt it ends the wait for a line
      action.sa_handler = [](int) { interrupted = 1; };
      sigaction(SIGINT, &action, nullptr);
      const auto session = (*engine)->new_session();
      return options->messages.empty() ? converse(**engine, *session, *options, trace) : replay(**engine, *session, *options, trace);
    };
  });
}

}  // namespace halftone::cli
