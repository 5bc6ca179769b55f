// How long the window takes to draw the text of a reply that is being written: the frames after which more of it was to be seen. By the
// steady clock, as traces are; between replies nothing is looked at.
#pragma once

#include <QObject>
#include <QPointer>
#include <QQmlEngine>
#include <QQuickWindow>
#include <chrono>
#include <memory>
#include <vector>

namespace halftone::app {

class PaintWatch : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Comes from TimelineViewModel")
  Q_PROPERTY(QQuickWindow* window READ window WRITE setWindow NOTIFY windowChanged)
  Q_PROPERTY(bool seen READ isSeen WRITE setSeen NOTIFY seenChanged)  // the conversation is what the window shows

 public:
  using Clock = std::chrono::steady_clock;
  struct Frame {
    Clock::time_point begin, end;  // from taking over what is to be drawn until it is
  };
  using Frames = std::vector<Frame>;
  static constexpr std::size_t kMost = 8192;  // of a reply: at 60 a second more than two minutes; later ones are not kept

  explicit PaintWatch(QObject* parent = nullptr) : QObject(parent) {}
  ~PaintWatch() override { rest(); }

  QQuickWindow* window() const { return window_; }
  void setWindow(QQuickWindow* window);
  bool isSeen() const { return seen_; }
  void setSeen(bool seen);

  void textArrived(const QString& replyId);  // of the reply on the screen
  void replyEnded(const QString& replyId);   // painted(), once its last text has been drawn

 signals:
  void windowChanged();
  void seenChanged();
  void painted(const QString& replyId, const halftone::app::PaintWatch::Frames& frames);

 private:
  struct Drawn;  // told by the thread that draws
  void begin(const QString& replyId);
  void rest();

  QPointer<QQuickWindow> window_;
  bool seen_ = false;
  QString replyId_;
  std::shared_ptr<Drawn> drawn_;
  QMetaObject::Connection before_, after_;
};

}  // namespace halftone::app
