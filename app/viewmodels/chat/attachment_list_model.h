// What goes with the message that is being written: files being read, read, or not readable. Reading has threads of its own.
#pragma once

#include <QAbstractListModel>
#include <QCoreApplication>
#include <QQmlEngine>
#include <QUrl>
#include <deque>
#include <expected>
#include <functional>
#include <stop_token>

#include "app/attachments/attachment_reader.h"

namespace halftone::app {

class AttachmentListModel : public QAbstractListModel {
  Q_OBJECT
  QML_ELEMENT
  QML_UNCREATABLE("Comes from ChatViewModel")
  Q_PROPERTY(int count READ count NOTIFY changed)
  Q_PROPERTY(bool reading READ isReading NOTIFY changed)    // one is being read still
  Q_PROPERTY(bool sendable READ isSendable NOTIFY changed)  // there is one that could be sent

 public:
  enum Role {
    NameRole = Qt::UserRole + 1,
    ReadingRole,  // reading
    ShareRole,    // share: of it that is read, 0 … 1
    CauseRole,    // cause: why it cannot be read; empty: it can, or may
    FigureRole,   // figure: "412 tokens", before they are counted "12 KiB", while it is read "reading"
    ContentRole,  // content: Attachment
  };

  explicit AttachmentListModel(QObject* parent = nullptr) : QAbstractListModel(parent) {}
  ~AttachmentListModel() override;

  int count() const { return static_cast<int>(rows_.size()); }
  bool isReading() const;
  bool isSendable() const;

  Q_INVOKABLE void attach(const QList<QUrl>& files);
  Q_INVOKABLE bool attachCopied();            // what a file manager has put on the clipboard; false: no files
  Q_INVOKABLE void remove(int row);           // undoable
  Q_INVOKABLE void shorten(int row, int by);  // its first pages or lines, that many tokens fewer, are what is sent; undoable
  Q_INVOKABLE bool hasPages(int row) const { return !rows_.at(static_cast<std::size_t>(row)).whole.pageEnds.isEmpty(); }

  void restore(const QList<Attachment>& attachments);  // as they were kept, before what has come since
  QList<Attachment> all() const;                     // that could be sent
  qsizetype characters() const;                      // of their texts
  QList<Attachment> take();                          // these; the list is empty then

  // Tokens: whoever counts asks for those that are not counted yet.
  QList<int> uncounted() const;               // ids
  QString sent(int id) const;                 // as the model reads it
  void setTokens(int id, qint64 tokens);
  void forgetTokens();                        // another model counts otherwise
  qint64 tokens() const;                      // of all that are counted
  int canShorten(qint64 by) const;            // the row with the most tokens, where it has more than that many; else -1

  int rowCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QHash<int, QByteArray> roleNames() const override;

 signals:
  void changed();         // how many there are, or how far they are read
  void edited();          // what would be sent
  void undoable(const QString& what, const std::function<void()>& back);

 private:
  struct Row {
    int id = 0;
    ReadFile whole;          // as it was read
    Attachment sent;         // it, or the first part of it
    qint64 tokens = -1;      // of `sent`, as the model reads it
    qint64 most = -1;        // not more than that many, where it is shortened
    bool reading = false;
    double share = 0;
    QString cause;
    std::stop_source stop;
    bool isSendable() const { return !reading && cause.isEmpty(); }
  };
  void read(const QUrl& file);
  void finish(int id, const std::expected<ReadFile, QString>& read);
  void insert(int at, Row row);
  void cut(Row& row) const;
  int rowOf(int id) const;    // -1: it was removed
  void touch(int row);
  static Attachment counted(const Row& row);
  static QString figureOf(const Row& row);

  std::deque<Row> rows_;
  int lastId_ = 0;
};

}  // namespace halftone::app
