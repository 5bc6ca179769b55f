// Models that lie on this machine: names and sizes of what other programs keep, and how each would fit into the memory that is free now.
// What cannot be opened is not shown.
#pragma once

#include <QAbstractListModel>
#include <QQmlEngine>
#include <QThreadPool>
#include <functional>
#include <stop_token>

#include "app/engine_worker/engine_thread.h"
#include "app/library/model_glance.h"
#include "app/library/model_scan.h"

namespace halftone::app {

class FoundModelsModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Comes from ApplicationViewModel")
  Q_PROPERTY(int count READ count NOTIFY countChanged)
  Q_PROPERTY(bool looking READ isLooking NOTIFY lookingChanged)

 public:
  // name, path, place ("LM Studio"), format ("GGUF, Q4_K_M"), bytes ("5.37 GiB"), verdict ("fits, 8,192 tokens"), spoken (the same in
  // words), fits, grid (see ModelGlance)
  enum Role { NameRole = Qt::UserRole + 1, PathRole, PlaceRole, FormatRole, BytesRole, VerdictRole, SpokenRole, FitsRole, GridRole };
  using Estimate = decltype(EngineFactory::estimate);

  FoundModelsModel(Estimate estimate, QList<ModelPlace> places, QObject* parent = nullptr);
  ~FoundModelsModel() override;

  // Models that are shown elsewhere: they are glanced at first, and not found again.
  void setKnown(std::function<QStringList()> known) { known_ = std::move(known); }
  void setWanted(bool wanted);  // false: only known ones are looked at, and nothing is searched

  Q_INVOKABLE void look();     // anew
  Q_INVOKABLE void refresh();  // where it was not looked before, or what was seen no longer holds
  void expire() { fresh_ = false; }
  void lookAgain();  // where it was looked before

  int count() const { return static_cast<int>(rows_.size()); }
  bool isLooking() const { return looking_; }

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 signals:
  void countChanged();
  void lookingChanged();
  void glanced(const QString& path, const halftone::app::ModelGlance& glance);  // at a known one

 private:
  struct Row {
    FoundModel model;
    ModelGlance glance;
  };
  void run(int look, const QStringList& known, const QList<ModelPlace>& places, const std::stop_token& stop);  // on the pool's thread
  void add(int look, Row row);
  void finish(int look);
  void remove(int at, int rows);

  Estimate estimate_;
  QList<ModelPlace> places_;
  std::function<QStringList()> known_;
  QList<Row> rows_;
  bool wanted_ = true, looking_ = false, fresh_ = false;
  int look_ = 0;      // rows of an older one are not taken
  int standing_ = 0;  // rows of this look: those behind are of the one before, until it has ended
  std::stop_source stop_;
  QThreadPool pool_;  // of one thread
};

}  // namespace halftone::app
