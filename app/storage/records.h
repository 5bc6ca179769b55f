// What is kept of a conversation. Values: they cross between the storage thread and the window.
#pragma once

#include <QDateTime>
#include <QHash>
#include <QList>
#include <QMetaType>
#include <QObject>
#include <QQmlEngine>
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
  Q_GADGET
  QML_VALUE_TYPE(replyFigures)
  Q_PROPERTY(double tokensPerSecond MEMBER tokensPerSecond)
  Q_PROPERTY(double firstTokenMs MEMBER firstTokenMs)
  Q_PROPERTY(int promptTokens MEMBER promptTokens)
  Q_PROPERTY(int reusedTokens MEMBER reusedTokens)
  Q_PROPERTY(int draftedTokens MEMBER draftedTokens)
  Q_PROPERTY(int acceptedTokens MEMBER acceptedTokens)
  Q_PROPERTY(QString settingsLabel MEMBER settingsLabel)

 public:
  double tokensPerSecond = 0;
  double firstTokenMs = 0, restoreMs = 0, prefillMs = 0, sampleMs = 0;
  int promptTokens = 0, reusedTokens = 0;
  qint64 tokens = 0;
  QString settingsLabel;
  int draftedTokens = 0, acceptedTokens = 0;  // speculation: checked several at a time, and how many of them the model said
  QString model = {};
  qint64 seed = kUnknownSeed;
  qint64 peakBytes = 0;  // the most that the engine held while it was made
  bool operator==(const ReplyFigures&) const = default;
};

// A text that goes with a message: read from a file once, kept from then on; the file is not looked at again.
struct Attachment {
  Q_GADGET
  Q_PROPERTY(QString name MEMBER name)
  Q_PROPERTY(QString media MEMBER media)
  Q_PROPERTY(qint64 bytes MEMBER bytes)
  Q_PROPERTY(qint64 tokens MEMBER tokens)

 public:
  QString name;       // of the file, without its folder; and which part of it this is, where it is not the whole
  QString media;      // "text/markdown", "application/pdf"
  QString text;
  qint64 bytes = 0;   // of the file
  qint64 tokens = 0;  // as the model of that day counted them; 0: none has
  bool operator==(const Attachment&) const = default;
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
  QList<Attachment> attachments = {};
  bool operator==(const MessageRecord&) const = default;
};

struct ChatRecord {
  ChatSummary summary;
  QString systemPrompt;
  QString draft;
  QString sampling;  // JSON object; empty: the model's defaults
  QList<MessageRecord> messages;  // of all versions, in the order they were made
  QList<Attachment> draftAttachments = {};
};

// Where words were found in a conversation: in a message, or in the title alone.
struct SearchHit {
  QString messageId;  // empty: in the title
  QString excerpt;    // of the message, around the first of the words, on one line
  QString attachment = {};  // the name of the one that it is an excerpt of; empty: of the message's own words
  bool operator==(const SearchHit&) const = default;
};
using SearchHits = QHash<QString, SearchHit>;  // by conversation

QString newId();

// `finish` of a reply that is being written: what it will be if nothing more can be.
inline const QString kInterrupted = QStringLiteral("interrupted");

MessageRecord newMessage(const QString& role, const QString& text, const QString& finish = {});  // of now

// The same for the same text: what is read from a file twice has one id.
QString idFrom(const QString& text);

// The same conversation with messages of its own; with ids that follow from the old ones, the same each time, where it is said within what.
void renewIds(QList<MessageRecord>& messages, const QString& within = {});

}  // namespace halftone::app
