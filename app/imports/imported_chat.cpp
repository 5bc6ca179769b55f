#include "app/imports/imported_chat.h"

#include <algorithm>
#include <cmath>

namespace halftone::app {
namespace {

constexpr qsizetype kTitleLength = 60, kPreviewLength = 200;

}  // namespace

ImportedChat::ImportedChat(const QString& program, const QString& id, const QString& title) {
  chat_.summary.id = idFrom(program + u'/' + id);
  chat_.summary.title = title.simplified();
}

QString ImportedChat::idOf(const QString& id) const { return id.isEmpty() ? QString() : idFrom(chat_.summary.id + u'/' + id); }

bool ImportedChat::add(const QString& id, const QString& parent, const QString& role, const QString& text, const QDateTime& created,
                       const QString& model) {
  const QString ours = idOf(id);
  if (rows_.contains(ours)) return false;
  MessageRecord message{ours, role, text, role == u"user" ? QString() : QStringLiteral("stop"), {}};
  message.created = created;
  message.figures.model = role == u"user" ? QString() : model;
  message.shown = static_cast<qint64>(chat_.messages.size());
  rows_.insert(ours, static_cast<int>(chat_.messages.size()));
  parents_.insert(ours, parent);
  chat_.messages.append(message);
  return true;
}

void ImportedChat::leaveOut(const QString& id, const QString& parent) { leftOut_.insert(id, parent); }

void ImportedChat::addSystem(const QString& text) {
  if (text.trimmed().isEmpty()) return;
  if (!chat_.systemPrompt.isEmpty()) chat_.systemPrompt += QStringLiteral("\n\n");
  chat_.systemPrompt += text.trimmed();
}

void ImportedChat::show(const QString& id) { shown_ = id; }

QString ImportedChat::standsFor(QString id) const {
  for (auto steps = leftOut_.size(); steps >= 0 && leftOut_.contains(id); --steps) id = leftOut_.value(id);
  return leftOut_.contains(id) ? QString() : id;  // a circle
}

// Parents before what follows them, whatever the order in the file. What one side says in several messages on end, a tool's work between
// them left out, is one message, as it is in a conversation here.
ChatRecord ImportedChat::finish(const QDateTime& updated) && {
  QHash<QString, QList<int>> following;
  for (qsizetype row = 0; row < chat_.messages.size(); ++row) {
    MessageRecord& message = chat_.messages[row];
    const QString parent = idOf(standsFor(parents_.value(message.id)));
    message.parent = rows_.contains(parent) && parent != message.id ? parent : QString();
    following[message.parent].append(static_cast<int>(row));
  }
  QList<MessageRecord> ordered;
  QHash<QString, qsizetype> places;  // id → where it is in `ordered`, itself or what it was joined to
  const auto place = [&](int first) {
    QList<int> open{first};
    while (!open.isEmpty()) {
      MessageRecord message = chat_.messages[open.takeLast()];
      if (places.contains(message.id)) continue;
      const QList<int> next = following.value(message.id);
      for (auto it = next.rbegin(); it != next.rend(); ++it) open.append(*it);
      const qsizetype above = message.parent.isEmpty() ? -1 : places.value(message.parent, -1);
      if (above >= 0 && ordered[above].role == message.role && following.value(message.parent).size() == 1) {
        ordered[above].text += QStringLiteral("\n\n") + message.text;
        places.insert(message.id, above);
        continue;
      }
      message.parent = above >= 0 ? ordered[above].id : QString();
      places.insert(message.id, ordered.size());
      ordered.append(message);
    }
  };
  for (const int row : following.value(QString())) place(row);
  for (int row = 0; row < static_cast<int>(chat_.messages.size()); ++row) place(row);  // circles, each from its first in the file
  const qsizetype last = places.value(idOf(standsFor(shown_)), -1);
  QList<qsizetype> way;
  for (qsizetype at = last; at >= 0; at = ordered[at].parent.isEmpty() ? -1 : places.value(ordered[at].parent)) way.prepend(at);
  for (qsizetype step = 0; step < way.size(); ++step) ordered[way[step]].shown = chat_.messages.size() + step;
  chat_.messages = std::move(ordered);

  ChatSummary& summary = chat_.summary;
  summary.updated = updated;
  for (const MessageRecord& message : chat_.messages)
    if (!updated.isValid() && message.created.isValid() && (!summary.updated.isValid() || message.created > summary.updated))
      summary.updated = message.created;
  if (!summary.updated.isValid()) summary.updated = QDateTime::currentDateTime();
  if (!chat_.messages.isEmpty()) {
    if (summary.title.isEmpty()) summary.title = chat_.messages.first().text.simplified().left(kTitleLength);
    summary.preview = chat_.messages.last().text.left(kPreviewLength).simplified();
  }
  return std::move(chat_);
}

QDateTime timeOfSeconds(const QJsonValue& value) {
  constexpr double kSecondsOfYear5138 = 1e11;  // no conversation is from after it: these are milliseconds
  const double number = value.isString() ? value.toString().toDouble() : value.toDouble();
  if (!std::isfinite(number) || number <= 0 || number > 1e14) return {};
  return QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(number > kSecondsOfYear5138 ? number : number * 1000));
}

}  // namespace halftone::app
