// The weights of one head as dots: a row for each token, what it sees from the start to itself, a dot's area its share. All of a picture is
// one node of the scene.
#pragma once

#include <QColor>
#include <QPointer>
#include <QQuickPaintedItem>

#include "app/viewmodels/attention/attention_view_model.h"

namespace halftone::app {

class AttentionPicture : public QQuickPaintedItem {
  Q_OBJECT
  QML_ELEMENT
  Q_PROPERTY(halftone::app::AttentionViewModel* attention READ attention WRITE setAttention NOTIFY changed)
  Q_PROPERTY(int head READ head WRITE setHead NOTIFY changed)
  Q_PROPERTY(int token READ token WRITE setToken NOTIFY changed)  // its row in the accent; -1: none
  Q_PROPERTY(int seen READ seen WRITE setSeen NOTIFY changed)     // in that row, a ring around it; -1: none
  Q_PROPERTY(int most READ most WRITE setMost NOTIFY changed)     // only so many tokens, the last: of a small picture; 0: all
  Q_PROPERTY(qreal pitch READ pitch NOTIFY pitchChanged)
  Q_PROPERTY(bool mirrored READ isMirrored WRITE setMirrored NOTIFY changed)  // text that runs from right to left
  Q_PROPERTY(QColor ink READ ink WRITE setInk NOTIFY changed)
  Q_PROPERTY(QColor accent READ accent WRITE setAccent NOTIFY changed)
  Q_PROPERTY(QColor away READ away WRITE setAway NOTIFY changed)  // of differences: what position takes away

 public:
  explicit AttentionPicture(QQuickItem* parent = nullptr);

  AttentionViewModel* attention() const { return attention_; }
  void setAttention(AttentionViewModel* attention);
  int head() const { return head_; }
  void setHead(int head) { set(head_, head); }
  int token() const { return token_; }
  void setToken(int token) { set(token_, token); }
  int seen() const { return seen_; }
  void setSeen(int seen) { set(seen_, seen); }
  int most() const { return most_; }
  void setMost(int most) { set(most_, most); }
  bool isMirrored() const { return mirrored_; }
  void setMirrored(bool mirrored) { set(mirrored_, mirrored); }
  QColor ink() const { return ink_; }
  void setInk(const QColor& ink) { set(ink_, ink); }
  QColor accent() const { return accent_; }
  void setAccent(const QColor& accent) { set(accent_, accent); }
  QColor away() const { return away_; }
  void setAway(const QColor& away) { set(away_, away); }

  qreal pitch() const;                     // of rows and columns, pixels
  Q_INVOKABLE int tokenAt(qreal y) const;  // whose row it is

  void paint(QPainter* painter) override;

 signals:
  void changed();
  void pitchChanged();

 private:
  template <class T>
  void set(T& member, const T& value) {
    if (member == value) return;
    member = value;
    update();
    emit changed();
  }
  int tokens() const;  // that are shown: the last ones
  int first() const;   // of these
  float share(int row, int column) const;
  const QColor& colour(int row, float share) const;
  void paintShades(QPainter* painter, int tokens, qreal side);

  QPointer<AttentionViewModel> attention_;
  int head_ = 0, token_ = -1, seen_ = -1, most_ = 0;
  bool mirrored_ = false;
  QColor ink_ = Qt::black, accent_ = Qt::blue, away_ = Qt::red;
};

}  // namespace halftone::app
