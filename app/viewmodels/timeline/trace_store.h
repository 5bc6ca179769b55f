// Where the time of the last replies went. Of older ones a conversation keeps the figures alone.
#pragma once

#include <QCoreApplication>
#include <QString>
#include <deque>

#include "app/engine_worker/values.h"
#include "app/viewmodels/timeline/paint_watch.h"
#include "engine/generate/trace.h"

namespace halftone::app {

struct Painted {
  double begin_ms = 0, end_ms = 0;  // as a span's
};

struct TracedReply {
  QString replyId;
  Trace trace;
  EngineSettings settings;
  std::shared_ptr<const ReplyReads> reads;  // null: not known
  QString ended;  // why it is not whole: "stopped", a failure's cause; empty: it is
  PaintWatch::Clock::time_point began = {};
  std::vector<Painted> painted = {};  // beside the trace: when the window drew its text
};

class TraceStore {
  Q_DECLARE_TR_FUNCTIONS(halftone::app::TraceStore)

 public:
  static constexpr std::size_t kKept = 100;

  void keep(const ReplyOutcome& outcome);  // nothing, where an engine does not know
  void paint(const QString& replyId, const PaintWatch::Frames& frames);
  const TracedReply* find(const QString& replyId) const;

 private:
  std::deque<TracedReply> replies_;  // the last one last
};

}  // namespace halftone::app
