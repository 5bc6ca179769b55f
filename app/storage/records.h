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
};

// What a reply cost; with the settings it was made under it stays with the message.
struct ReplyFigures {
  double tokensPerSecond = 0;
  double firstTokenMs = 0, restoreMs = 0, prefillMs = 0, sampleMs = 0;
  qint64 promptTokens = 0, reusedTokens = 0, tokens = 0;
  QString settingsLabel;
  qint64 draftedTokens = 0, acceptedTokens = 0;  // speculation: checked several at a time, and how many of them the model said
  bool operator==(const ReplyFigures&) const = default;
};

struct MessageRecord {
  QString id;
  QString role;     // "user", "assistant"
  QString text;
  QString finish;   // user: ""; else "stop", "length", "cancelled", "error", "interrupted" (also while it is being written)
  ReplyFigures figures;
  bool omitted = false;  // no longer sent to the model
  bool operator==(const MessageRecord&) const = default;
};

struct ChatRecord {
  ChatSummary summary;
  QString systemPrompt;
  QString draft;
  QString sampling;  // JSON object; empty: the model's defaults
  QList<MessageRecord> messages;
};

QString newId();

}  // namespace halftone::app
