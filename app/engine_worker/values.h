// What crosses between the window and the engine thread: values, nothing else.
#pragma once

#include <QList>
#include <QMetaType>
#include <QString>
#include <QStringList>
#include <chrono>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <vector>

#include "engine/generate/engine.h"
#include "engine/generate/token_reads.h"

namespace halftone::app {

struct EngineFailure {
  ErrorKind kind = ErrorKind::malformed;
  QString cause, remedy;
  QString english = {};  // the cause for the log, where the engine gave one: a log is read by whoever mends it
  bool cancelled() const { return kind == ErrorKind::cancelled; }
  // Both, one sentence after the other.
  QString text() const {
    if (remedy.isEmpty()) return cause;
    const bool ended = cause.isEmpty() || QStringView(u".!?؟").contains(cause.back());
    const QString first = ended ? cause : cause + u'.';
    return (first + u' ' + remedy).trimmed();
  }
};

// A loaded model as the window knows it.
struct EngineFacts {
  ModelInfo model;
  EngineSettings settings;  // in force
  QString device;
  QStringList partNames;  // of the devices that layers lie on
  QStringList deviceChoices;
  QString whyCpu;           // though the machine has a GPU; empty: it has none, or the choice was not the engine's
};

struct LoadProgress {
  Sentence stage;
  qint64 done = 0, total = 0;  // bytes
};

struct GenerateRequest {
  QString chatId;
  QString replyId;
  std::vector<ChatMessage> messages;  // ends with the user's
  GenerationParams params;
  std::stop_token stop;
};

// Tokens of what is not sent yet: of a conversation as a prompt, and of texts by themselves.
struct CountRequest {
  int id = 0;
  QString chatId;                     // whose session knows most of it already
  std::vector<ChatMessage> messages;  // empty: no conversation is asked about
  std::vector<std::string> texts;
  std::stop_token stop;
};

struct CountOutcome {
  int id = 0;
  bool complete = false;              // else it was stopped, there is no model, or its tokenizer gave up
  qint64 promptTokens = 0, context = 0;
  QList<qint64> textTokens = {};
};

// Where the tokens of a conversation look, in all heads of one layer.
struct LookRequest {
  int id = 0;
  std::vector<ChatMessage> messages = {};
  std::int64_t layer = 0;
  bool asMuchAsFits = false;  // where there is no room for all, the end
  std::stop_token stop = {};
};

struct LookOutcome {
  int id = 0;
  EngineFailure failure = {};  // where there are no rows
  QStringList words = {};      // the text of each token
  std::shared_ptr<const AttentionRows> rows = {};
};

// What came since the last update, at most one a frame.
struct ReplyUpdate {
  QString replyId;
  QString text;
  QList<float> tokenMs;
  qint64 tokens = 0;        // generated so far
  qint64 cachedTokens = 0;
  double restoreMs = 0, prefillMs = 0, sampleMs = 0;  // the first token's time
};

struct PrefillUpdate {
  QString replyId;
  qint64 done = 0, total = 0;  // tokens of the prompt
};

// What the engine holds just now, and what of the device that makes.
struct MemorySnapshot {
  std::vector<MappedBytes> entries;
  MemoryReport report;
  std::vector<DeviceMemory> devices = {};  // the report, by device
};

// What each token of a reply had to read, and of which device's memory.
struct ReplyReads {
  TokenReads token;
  QString device;
};

// Where the time of a reply that is being written has gone so far.
struct TraceUpdate {
  QString replyId;
  std::shared_ptr<const Trace> trace;
  std::shared_ptr<const ReplyReads> reads;  // as in ReplyOutcome
};

struct ReplyOutcome {
  QString replyId;
  bool failed = false;
  EngineFailure failure;  // where it failed
  ReplyStats stats;
  EngineSettings settings;
  qint64 cachedTokens = 0;
  qint64 peakBytes = 0;  // the most the engine held during the turn
  QStringList notes;     // what it had to do without
  Trace trace;           // where its time went, also of one that failed; empty where an engine does not know
  std::chrono::steady_clock::time_point began = {};  // when the trace did
  std::shared_ptr<const ReplyReads> reads = {};      // null: not known
};

}  // namespace halftone::app
