// Milliseconds of each of the last tokens, of the replies that were written since the start.
#pragma once

#include <QHash>
#include <QList>
#include <QString>
#include <algorithm>

namespace halftone::app {

class TokenTimes {
 public:
  static constexpr qsizetype kTokens = 120, kReplies = 200;  // at most 100 KB

  void add(const QString& replyId, const QList<float>& ms) {
    if (!times_.contains(replyId)) {
      replies_.append(replyId);
      if (replies_.size() > kReplies) times_.remove(replies_.takeFirst());
    }
    QList<double>& times = times_[replyId];
    for (const float one : ms) times.append(one);
    if (times.size() > kTokens) times.remove(0, times.size() - kTokens);
  }
  // Oldest first.
  QList<double> of(const QString& replyId) const { return times_.value(replyId); }

 private:
  QHash<QString, QList<double>> times_;
  QList<QString> replies_;  // oldest first
};

}  // namespace halftone::app
