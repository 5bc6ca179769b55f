// Where the time of the last replies went. Of older ones a conversation keeps the figures alone.
#pragma once

#include <QObject>
#include <QString>
#include <deque>

#include "app/engine_worker/values.h"
#include "engine/generate/trace.h"

namespace halftone::app {

struct TracedReply {
  QString replyId;
  Trace trace;
  EngineSettings settings;
  QString ended;  // why it is not whole: "stopped", a failure's cause; empty: it is
};

class TraceStore : public QObject {
  Q_OBJECT

 public:
  static constexpr std::size_t kKept = 100;

  using QObject::QObject;
  void keep(const ReplyOutcome& outcome);  // nothing, where an engine does not know
  const TracedReply* find(const QString& replyId) const;

 signals:
  void kept(const QString& replyId);

 private:
  std::deque<TracedReply> replies_;  // the last one last
};

}  // namespace halftone::app
