// What is kept of a conversation. Values: they cross between the storage thread and the window.
#pragma once

#include <QDateTime>
#include <QList>
#include <QMetaType>
#include <QString>

namespace halftone::app {

struct ChatSummary {
  QString id;
  QString title;    // empty until the first message names it
  QString preview;  // start of the last message
  QDateTime updated;
  QDateTime deleted = {};  // valid: it can still be found again
};

constexpr qint64 kUnknownSeed = -1;

// What a reply cost; with the model and the settings it was made under it stays with the message. 0 and empty: not known.
struct ReplyFigures {
  double tokensPerSecond = 0;
  double firstTokenMs = 0, restoreMs = 0, prefillMs = 0, sampleMs = 0;
  qint64 promptTokens = 0, reusedTokens = 0, tokens = 0;
  QString settingsLabel;
  qint64 draftedTokens = 0, acceptedTokens = 0;  // speculation: checked several at a time, and how many of them the model said
  QString model = {};
  qint64 seed = kUnknownSeed;
  qint64 peakBytes = 0;  // the most that the engine held while it was made
  bool operator==(const ReplyFigures&) const = default;
};

// A conversation is a tree: an answer asked for again, or an edited question, stands beside the old one under the same parent. Of
// such versions the one with the largest `shown` is on the screen, with what follows it.
struct MessageRecord {
  QString id;
  QString role;     // "user", "assistant"
  QString text;
  QString finish;   // user: ""; else "stop", "length", "cancelled", "error", "edited", "interrupted" (also while it is being written)
  ReplyFigures figures;
  bool omitted = false;  // no longer sent to the model
  QString parent = {};   // id of the message that it follows; empty: the first
  qint64 shown = 0;      // grows with every choice in the conversation
  QDateTime created = {};  // invalid: not known
  bool operator==(const MessageRecord&) const = default;
};

struct ChatRecord {
  ChatSummary summary;
  QString systemPrompt;
  QString draft;
  QString sampling;  // JSON object; empty: the model's defaults
  QList<MessageRecord> messages;  // of all versions, in the order they were made
};

QString newId();

// The same conversation with messages of its own.
void renewIds(QList<MessageRecord>& messages);

}  // namespace halftone::app
