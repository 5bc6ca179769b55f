// The text of one attachment, line by line, to be read.
#pragma once

#include <QAbstractListModel>
#include <QQmlEngine>
#include <QVariant>

#include "app/storage/records.h"

namespace halftone::app {

class AttachmentPage : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Comes from ApplicationViewModel")
  Q_PROPERTY(QVariant content READ content WRITE setContent NOTIFY contentChanged)  // Attachment
  Q_PROPERTY(QString name READ name NOTIFY contentChanged)
  Q_PROPERTY(QString details READ details NOTIFY contentChanged)  // "412 tokens · 1,024 lines · 12 KiB"
  Q_PROPERTY(bool prose READ isProse NOTIFY contentChanged)       // else its lines stand as they were written
  Q_PROPERTY(int count READ count NOTIFY contentChanged)          // roles line, rightToLeft

 public:
  using QAbstractListModel::QAbstractListModel;

  QVariant content() const { return QVariant::fromValue(attachment_); }
  void setContent(const QVariant& content);
  QString name() const { return attachment_.name; }
  QString details() const;
  bool isProse() const { return attachment_.media == u"application/pdf"; }
  int count() const { return static_cast<int>(begins_.size()); }

  Q_INVOKABLE void copy() const;  // all of it

  int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : count(); }
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 signals:
  void contentChanged();

 private:
  Attachment attachment_;
  QList<qsizetype> begins_;  // of its rows: lines, and parts of what would be too long for one
  qsizetype lines_ = 0;
};

}  // namespace halftone::app
