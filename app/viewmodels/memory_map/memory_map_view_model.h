// Every byte has a place: a snapshot of what the engine holds, where it is drawn, and what is chosen there.
#pragma once

#include <QObject>
#include <QQmlEngine>
#include <QTimer>
#include <QVariantList>

#include "app/engine_worker/values.h"
#include "app/viewmodels/memory_map/as_if.h"
#include "app/viewmodels/memory_map/map_layout.h"

namespace halftone::app {

class EngineThread;
class EngineViewModel;

class MemoryMapViewModel : public QObject {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Comes from ApplicationViewModel")
  Q_PROPERTY(bool active READ isActive WRITE setActive NOTIFY activeChanged)  // it is looked at: snapshots are taken
  Q_PROPERTY(bool known READ isKnown NOTIFY changed)
  Q_PROPERTY(QString hint READ hint NOTIFY changed)             // why there is nothing to see; empty: there is
  Q_PROPERTY(QString totalText READ totalText NOTIFY changed)   // "9.90 of 23.99 GiB · 10,629,447,680 bytes in 611 allocations"
  Q_PROPERTY(QString asIfText READ asIfText NOTIFY changed)     // "as if: 21,300 tokens"; empty: it is as it is
  // Of several, side by side: name, layers ("layers 0 to 15"), bytes ("8.1 of 24.0 GiB"), and of the width, from and to. Else empty.
  Q_PROPERTY(QVariantList devices READ devices NOTIFY changed)
  Q_PROPERTY(int within READ within NOTIFY withinChanged)       // the layer that fills the view; −1: everything
  Q_PROPERTY(int chosen READ chosen NOTIFY chosenChanged)       // a tile; −1: none
  Q_PROPERTY(QString chosenName READ chosenName NOTIFY chosenChanged)      // "layer 19 gate"
  Q_PROPERTY(QStringList chosenFigures READ chosenFigures NOTIFY chosenChanged)  // "int8", "62,390,272 bytes"
  Q_PROPERTY(QString chosenText READ chosenText NOTIFY chosenChanged)      // all of it, as it is read aloud
  Q_PROPERTY(QString chosenShare READ chosenShare NOTIFY chosenChanged)    // "0.59 % of what Halftone holds"

 public:
  MemoryMapViewModel(EngineViewModel* engine, EngineThread* engineThread, QObject* parent = nullptr);

  bool isActive() const { return active_; }
  void setActive(bool active);
  bool isKnown() const { return !snapshot_.entries.empty(); }
  QString hint() const;
  QString totalText() const;
  QString asIfText() const { return asIf_ ? tr("as if: %1").arg(asIf_->words) : QString(); }
  QVariantList devices() const;
  int within() const { return within_; }
  int chosen() const { return chosen_; }
  QString chosenName() const { return chosen_ < 0 ? QString() : nameOf(chosen_); }
  QStringList chosenFigures() const;
  QString chosenText() const;
  QString chosenShare() const;

  void setAsIf(std::optional<AsIf> asIf);  // none: as it is
  const std::optional<AsIf>& asIf() const { return asIf_; }

  const MapLayout& layout(double aspect);  // of what is shown, drawn in that shape
  const MappedBytes& entryOf(const MapTile& tile) const { return snapshot_.entries[static_cast<std::size_t>(tile.entry)]; }
  const MappedBytes& shownOf(const MapTile& tile) const { return shown_[static_cast<std::size_t>(tile.entry)]; }  // as it would be
  qint64 unattributed() const { return std::max<qint64>(0, snapshot_.report.unattributed()); }
  QString nameOf(int tile) const;       // "layer 19 gate"
  QString groupName(int group) const;   // "19", "KV cache"

  Q_INVOKABLE QString nameAt(int tile) const;  // with its format and bytes
  Q_INVOKABLE void choose(int tile);
  Q_INVOKABLE void step(int dx, int dy);   // to the neighbour in that direction
  Q_INVOKABLE void enter();                // the chosen one's layer
  Q_INVOKABLE void leave();                // back to everything
  Q_INVOKABLE QString exportName() const { return isKnown() ? QStringLiteral("memory-map.csv") : QString(); }  // empty: there is nothing to export
  Q_INVOKABLE void exportTo(const QUrl& file);  // JSON, or a table where its name ends in .csv

 signals:
  void activeChanged();
  void changed();
  void withinChanged();
  void chosenChanged();
  void said(const QString& words);

 private:
  void take(const MemorySnapshot& snapshot);
  void arrange();
  void goInto(int layer);
  QByteArray json() const;
  QByteArray csv() const;

  EngineViewModel* engine_;
  EngineThread* engineThread_;
  QTimer timer_;
  MemorySnapshot snapshot_;
  std::optional<AsIf> asIf_;
  std::vector<MappedBytes> shown_;  // the snapshot's, or as they would be
  MapLayout layout_;
  double aspect_ = 1;  // that it was made for
  bool active_ = false, asked_ = false;
  int within_ = -1, chosen_ = -1;
};

}  // namespace halftone::app
