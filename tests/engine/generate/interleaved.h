// Conversations that speak at once: after every token of one, another goes on.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "tests/engine/generate/golden.h"

namespace halftone::golden {

inline std::unique_ptr<Session> session_under(LocalEngine& engine, const EngineSettings& own, const ProgressSink& progress = {}) {
  auto session = engine.new_session(own, progress, {});
  if (!session) qWarning("%s", session.error().message().c_str());
  return session ? *std::move(session) : nullptr;
}

struct Said {
  std::vector<std::vector<TokenId>> tokens;
  std::vector<std::int64_t> reused;
  bool operator==(const Said&) const = default;
};

// Turn by turn; the sink of every reply is `heard`.
inline Said converse(Session& session, const std::vector<std::string>& questions, const GenerationParams& params, const StreamSink& heard = {}) {
  std::vector<ChatMessage> messages;
  Said said;
  for (const std::string& question : questions) {
    messages.push_back({ChatMessage::Role::user, question});
    const auto reply = session.generate(messages, params, heard, {});
    if (!reply) {
      qWarning("%s", reply.error().message().c_str());
      return said;
    }
    said.tokens.push_back(reply->tokens);
    said.reused.push_back(reply->stats.reused_tokens);
    messages.push_back({ChatMessage::Role::assistant, reply->text});
  }
  return said;
}

// Several speak in turns, one step of a reply each: whoever has the turn runs alone.
class Turns {
 public:
  explicit Turns(std::size_t speakers) : over_(speakers, false) {}
  void wait(std::size_t me) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return turn_ == me; });
  }
  void pass(std::size_t me) {
    hand_on(me);
    wait(me);
  }
  void leave(std::size_t me) {
    over_[me] = true;
    hand_on(me);
  }

 private:
  void hand_on(std::size_t me) {
    const std::lock_guard lock(mutex_);
    for (std::size_t i = 1; i <= over_.size(); ++i)
      if (turn_ = (me + i) % over_.size(); !over_[turn_]) break;
    changed_.notify_all();
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t turn_ = 0;
  std::vector<bool> over_;
};

struct Speaker {
  Session& session;
  std::vector<std::string> questions;
  GenerationParams params;
};

// All at once: after every token, and every piece of a prompt, another goes on.
inline std::vector<Said> interleaved(const std::vector<Speaker>& speakers) {
  Turns turns(speakers.size());
  std::vector<Said> said(speakers.size());
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < speakers.size(); ++i)
    threads.emplace_back([&, i] {
      turns.wait(i);
      said[i] = converse(speakers[i].session, speakers[i].questions, speakers[i].params, [&, i](const StreamEvent&) { turns.pass(i); });
      turns.leave(i);
    });
  threads.clear();
  return said;
}

}  // namespace halftone::golden
