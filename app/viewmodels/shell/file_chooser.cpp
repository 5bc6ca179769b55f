#include "app/viewmodels/shell/file_chooser.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QGuiApplication>
#include <QWindow>
#include <array>

#include "app/format.h"
#include "app/library/file_kind.h"
#include "app/library/model_scan.h"

namespace halftone::app {
namespace {

// Platform themes that bring a file dialog: the desktops that use one, and its file.
struct Theme {
  const char *name, *desktops, *file;
};
constexpr std::array kThemes{
    Theme{"gtk3", "GNOME UNITY X-CINNAMON MATE XFCE PANTHEON BUDGIE LXDE", "libqgtk3.so"},
    Theme{"xdgdesktopportal", "", "libqxdgdesktopportal.so"},
    Theme{"kde", "KDE", "KDEPlasmaPlatformTheme6.so"},
    Theme{"lxqt", "LXQT", "libqtlxqt.so"},
};

}  // namespace

FileChooser::FileChooser(QObject* parent) : QObject(parent) {
  connect(&portal_, &FilePortal::chosen, this, [this](const QList<QUrl>& files) { emit chosen(purpose_, files); });
  connect(&portal_, &FilePortal::absent, this, [this] { emit absent(purpose_); });
}

QUrl FileChooser::home() const { return QUrl::fromLocalFile(QDir::homePath()); }

bool FileChooser::isThemed() const {
  const QStringList set = qEnvironmentVariable("QT_QPA_PLATFORMTHEME").split(u':', Qt::SkipEmptyParts);
  const QStringList desktops = qEnvironmentVariable("XDG_CURRENT_DESKTOP").toUpper().split(u':', Qt::SkipEmptyParts);
  for (const Theme& theme : kThemes) {
    const QStringList users = QString::fromLatin1(theme.desktops).split(u' ', Qt::SkipEmptyParts);
    const bool used = set.isEmpty() ? std::ranges::any_of(desktops, [&](const QString& desktop) { return users.contains(desktop); }) : set.contains(QLatin1String(theme.name));
    if (!used) continue;
    for (const QString& folder : QCoreApplication::libraryPaths())
      if (QFileInfo::exists(folder + QStringLiteral("/platformthemes/") + QLatin1String(theme.file))) return true;
  }
  return false;
}

void FileChooser::ask(Purpose purpose, QWindow* asking, const QString& name) {
  using Kind = FilePortal::Kind;
  purpose_ = purpose;
  const FilePortal::Filter all{tr("All files"), {QStringLiteral("*")}},
      json{tr("Conversations"), {QStringLiteral("*.json"), QStringLiteral("*.jsonl")}};
  const FilePortal::Filter models{tr("Models"), {QStringLiteral("*.gguf"), QStringLiteral("*.safetensors")}};
  const FilePortal::Filter markdown{tr("Markdown, what is shown"), {QStringLiteral("*.md")}}, tree{tr("JSON, every version"), {QStringLiteral("*.json")}};
  const FilePortal::Filter view{tr("JSON, of a timeline for Perfetto"), {QStringLiteral("*.json")}}, table{tr("Table"), {QStringLiteral("*.csv")}};
  const FilePortal::Filter picture{tr("Picture, at twice the size"), {QStringLiteral("*.png")}};
  const FilePortal::Filter backUp{tr("JSON, a conversation in each line"), {QStringLiteral("*.jsonl")}};
  FilePortal::Question question;
  switch (purpose) {
    case Model: question = {Kind::file, tr("Open a model"), tr("Open"), {}, {}, {models, all}}; break;
    case ModelFolder: question = {Kind::folder, tr("Open a model folder"), tr("Open"), {}, {}, {}}; break;
    case Attachments: question = {Kind::files, tr("Attach files"), tr("Attach"), {}, {}, {}}; break;
    case Import: question = {Kind::files, tr("Import conversations"), tr("Import"), {}, {}, {json, all}}; break;
    case Export: question = {Kind::save, tr("Export the conversation"), tr("Export"), name, {}, {markdown, tree}}; break;
    case BackUp: question = {Kind::save, tr("Back up all conversations"), tr("Back up"), name, {}, {backUp}}; break;
    case ExportView: question = {Kind::save, tr("Export what is shown"), tr("Export"), name, {}, {view, table, picture}}; break;
  }
  if (asking && QGuiApplication::platformName() == u"xcb") question.parent = QStringLiteral("x11:%1").arg(asking->winId(), 0, 16);
  portal_.ask(question);
}

bool FileChooser::isModel(const QUrl& folder) const {
  const QString path = folder.toLocalFile();
  return QFileInfo::exists(path + QStringLiteral("/config.json")) && bytesOnDisk(path) > 0;
}

QString FileChooser::refusal(const QUrl& model) const {
  return model.isLocalFile() ? fileKind(model.toLocalFile()).whyNoModel : tr("That is no file of this computer.");
}

QUrl FileChooser::above(const QUrl& folder) const {
  QDir place(folder.toLocalFile());
  return place.isRoot() || !place.cdUp() ? QUrl() : QUrl::fromLocalFile(place.absolutePath());
}

QString FileChooser::weightsText(const QUrl& model) const {
  const qint64 bytes = bytesOnDisk(model.toLocalFile());
  return bytes > 0 ? isolated(formatBytes(bytes)) : QString();  // it stands among words
}

QString FileChooser::sizeText(double bytes) const { return formatBytes(static_cast<qint64>(bytes)); }

QString FileChooser::pathText(const QUrl& folder) const {
  const QString path = folder.toLocalFile(), home = QDir::homePath();
  if (path == home) return QStringLiteral("~");
  return path.startsWith(home + u'/') ? u'~' + path.mid(home.size()) : path;
}

}  // namespace halftone::app
