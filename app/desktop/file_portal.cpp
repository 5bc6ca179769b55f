#include "app/desktop/file_portal.h"

#include <QDBusArgument>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusPendingReply>
#include <QRandomGenerator>

namespace halftone::app {
namespace {

constexpr int kPatienceMs = 5000;  // for a portal that has to be started first

const QString kService = QStringLiteral("org.freedesktop.portal.Desktop");
const QString kObject = QStringLiteral("/org/freedesktop/portal/desktop");
const QString kRequest = QStringLiteral("org.freedesktop.portal.Request");

// a(sa(us)): names, each with patterns; kind 0 is a glob.
struct WirePattern {
  uint kind = 0;
  QString glob;
};
struct WireFilter {
  QString name;
  QList<WirePattern> patterns;
};

QDBusArgument& operator<<(QDBusArgument& out, const WirePattern& pattern) {
  out.beginStructure();
  out << pattern.kind << pattern.glob;
  out.endStructure();
  return out;
}
const QDBusArgument& operator>>(const QDBusArgument& in, WirePattern& pattern) {
  in.beginStructure();
  in >> pattern.kind >> pattern.glob;
  in.endStructure();
  return in;
}
QDBusArgument& operator<<(QDBusArgument& out, const WireFilter& filter) {
  out.beginStructure();
  out << filter.name << filter.patterns;
  out.endStructure();
  return out;
}
const QDBusArgument& operator>>(const QDBusArgument& in, WireFilter& filter) {
  in.beginStructure();
  in >> filter.name >> filter.patterns;
  in.endStructure();
  return in;
}

// Globs know the case of letters: "*.[gG][gG][uU][fF]".
QString anyCase(const QString& pattern) {
  QString glob;
  for (const QChar c : pattern) glob += c.isLetter() ? QStringLiteral("[%1%2]").arg(c.toLower()).arg(c.toUpper()) : QString(c);
  return glob;
}

QVariantMap optionsOf(const FilePortal::Question& question, const QString& token) {
  qDBusRegisterMetaType<WirePattern>();
  qDBusRegisterMetaType<QList<WirePattern>>();
  qDBusRegisterMetaType<WireFilter>();
  qDBusRegisterMetaType<QList<WireFilter>>();
  QList<WireFilter> filters;
  for (const FilePortal::Filter& filter : question.filters) {
    filters.append({filter.name, {}});
    for (const QString& pattern : filter.patterns) filters.last().patterns.append({0, anyCase(pattern)});
  }
  QVariantMap options{
      {QStringLiteral("handle_token"), token}, {QStringLiteral("accept_label"), question.accept}, {QStringLiteral("modal"), true}};
  if (question.kind == FilePortal::Kind::files) options.insert(QStringLiteral("multiple"), true);
  if (question.kind == FilePortal::Kind::save) options.insert(QStringLiteral("current_name"), question.name);
  if (question.kind == FilePortal::Kind::folder)
    options.insert(QStringLiteral("directory"), true);
  else if (!filters.isEmpty())
    options.insert(QStringLiteral("filters"), QVariant::fromValue(filters));
  return options;
}

}  // namespace

FilePortal::~FilePortal() { forget(true); }

void FilePortal::ask(const Question& question) {
  forget(true);
  if (!bus_.attach()) return void(QMetaObject::invokeMethod(this, &FilePortal::absent, Qt::QueuedConnection));
  const QString token = QStringLiteral("halftone%1_%2").arg(++asked_).arg(QRandomGenerator::system()->generate());
  // The answer may come before the call returns: it is listened for where it will be.
  const QString path = kObject + QStringLiteral("/request/") + bus_->baseService().mid(1).replace(u'.', u'_') + u'/' + token;
  listen(path);
  QDBusMessage call =
      QDBusMessage::createMethodCall(kService, kObject, QStringLiteral("org.freedesktop.portal.FileChooser"),
                                     question.kind == Kind::save ? QStringLiteral("SaveFile") : QStringLiteral("OpenFile"));
  call << question.parent << question.title << optionsOf(question, token);
  auto* watcher = new QDBusPendingCallWatcher(bus_->asyncCall(call, kPatienceMs), this);
  connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, path](QDBusPendingCallWatcher* done) { onCalled(done, path); });
}

void FilePortal::onCalled(QDBusPendingCallWatcher* call, const QString& path) {
  call->deleteLater();
  if (path != request_) return;  // answered, or withdrawn
  const QDBusPendingReply<QDBusObjectPath> reply = *call;
  if (reply.isError()) {
    forget(true);  // it may yet come to show a dialog: nobody wants it any more
    return emit absent();
  }
  if (reply.value().path() == path) return;
  forget(false);
  listen(reply.value().path());  // portals before 0.9 choose it themselves
}

void FilePortal::listen(const QString& path) {
  request_ = path;
  bus_->connect(QString(), path, kRequest, QStringLiteral("Response"), this, SLOT(onResponse(uint, QVariantMap)));
}

void FilePortal::forget(bool close) {
  if (request_.isEmpty()) return;
  bus_->disconnect(QString(), request_, kRequest, QStringLiteral("Response"), this, SLOT(onResponse(uint, QVariantMap)));
  if (close) bus_->send(QDBusMessage::createMethodCall(kService, request_, kRequest, QStringLiteral("Close")));
  request_.clear();
}

void FilePortal::onResponse(uint code, const QVariantMap& results) {
  constexpr uint kChosen = 0, kCancelled = 1;  // else it ended in some other way: there may have been no dialog at all
  forget(false);
  QList<QUrl> urls;
  for (const QString& uri : results.value(QStringLiteral("uris")).toStringList()) urls << QUrl(uri);
  if (code == kChosen && !urls.isEmpty())
    emit chosen(urls);
  else if (code == kChosen || code == kCancelled)
    emit cancelled();
  else
    emit absent();
}

}  // namespace halftone::app

Q_DECLARE_METATYPE(halftone::app::WirePattern)
Q_DECLARE_METATYPE(halftone::app::WireFilter)
