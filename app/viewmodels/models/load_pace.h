// How fast a load goes, from what it says of itself: bytes a second over the last two, and the time left.
#pragma once

#include <QList>
#include <QString>

namespace halftone::app {

class LoadPace {
 public:
  // Bytes of the stage's total, at a time in ms. Another stage, or fewer bytes than before, begins anew.
  void add(const QString& stage, qint64 done, qint64 total, qint64 at);
  void reset() { *this = {}; }

  double bytesPerSecond() const;  // 0: not known yet
  double secondsLeft() const;     // of this stage; negative: not known yet
  QString text() const;           // "312 MiB/s · 4 s left"; empty: not known yet

 private:
  struct Sample { qint64 at, done; };

  QString stage_;
  qint64 total_ = 0;
  QList<Sample> samples_;
};

}  // namespace halftone::app
