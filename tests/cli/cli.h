// halftone-cli as a process: what goes in, what comes out.
#pragma once

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace halftone::cli {

struct Outcome {
  int code = -1;
  QByteArray out, err;
  QList<QJsonObject> json() const {
    QList<QJsonObject> objects;
    for (const QByteArray& line : out.split('\n')) {
      if (!line.trimmed().isEmpty()) objects << QJsonDocument::fromJson(line).object();
    }
    return objects;
  }
};

inline Outcome run(const QStringList& arguments, const QByteArray& input = {}) {
  QProcess process;
  process.start(QString(BINARY_DIR) + "/bin/halftone-cli", arguments);
  process.write(input);
  process.closeWriteChannel();
  process.waitForFinished(300'000);
  return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(), process.readAllStandardError()};
}

inline const QString kDemo = QString(SOURCE_DIR) + "/resources/demo-model";

inline QString write(const QTemporaryDir& folder, const QString& name, const QByteArray& text) {
  QFile file(folder.filePath(name));
  if (file.open(QFile::WriteOnly)) file.write(text);
  return file.fileName();
}

inline QByteArray conversation(const QStringList& questions) {
  QJsonArray messages;
  for (const QString& question : questions) {
    messages << QJsonObject{{"role", "user"}, {"content", question}};
    messages << QJsonObject{{"role", "assistant"}, {"content", "ignored"}};
  }
  return QJsonDocument(messages).toJson();
}

// The demo model in a folder of its own, with files replaced.
inline QString demoModelWith(const QTemporaryDir& folder, const QString& name, const QHash<QString, QByteArray>& files) {
  const QDir place(folder.filePath(name));
  QDir().mkpath(place.path());
  for (const QString& file : QDir(kDemo).entryList({"*.json", "*.safetensors", "tokenizer.*"}, QDir::Files))
    if (!files.contains(file)) QFile::copy(kDemo + '/' + file, place.filePath(file));
  for (auto it = files.begin(); it != files.end(); ++it) write(folder, name + '/' + it.key(), it.value());
  return place.path();
}

}  // namespace halftone::cli
