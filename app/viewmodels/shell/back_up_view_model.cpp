#include "app/viewmodels/shell/back_up_view_model.h"

#include <QDate>
#include <QFileInfo>

#include "app/format.h"
#include "app/storage/back_up.h"
#include "app/storage/storage_thread.h"

namespace halftone::app {
namespace {

QString pathOf(const QUrl& file) { return file.isLocalFile() ? file.toLocalFile() : file.toString(); }

double shareOf(qint64 done, qint64 total) { return total > 0 ? static_cast<double>(done) / static_cast<double>(total) : 0; }

}  // namespace

QString BackUpViewModel::fileName() const { return QStringLiteral("halftone-%1.jsonl").arg(QDate::currentDate().toString(Qt::ISODate)); }

bool BackUpViewModel::begin(bool importing) {
  if (running_) {
    emit said(importing_ ? tr("An import is still going on") : tr("The back-up is still being written"));
    return false;
  }
  emit beginning();
  running_ = true;
  importing_ = importing;
  stopped_ = false;
  text_.clear();
  share_ = 0;
  emit changed();
  return true;
}

void BackUpViewModel::end() {
  running_ = false;
  emit changed();
}

void BackUpViewModel::stop() { stopped_ = running_; }

// A piece on the storage thread, then the next: replies that are being written are saved between them.
void BackUpViewModel::run(const Step& step, const std::function<void()>& done) {
  storage_->ask(step, this, [this, step, done](const Progress& progress) {
    text_ = progress.text;
    share_ = progress.share;
    emit changed();
    if (progress.goesOn && !stopped_) return run(step, done);
    end();
    done();
  });
}

void BackUpViewModel::exportTo(const QUrl& url) {
  if (!begin(false)) return;
  const QString path = pathOf(url);
  const auto job = std::make_shared<BackUp>(path);
  const auto result = std::make_shared<std::pair<qint64, QString>>();
  run(
      [job, result](ChatStore& store) {
        const bool goesOn = job->step(store);
        *result = {job->written(), job->trouble()};
        return Progress{goesOn, tr("%1 of %2 conversations").arg(formatCount(job->written()), formatCount(job->total())),
                        shareOf(job->written(), job->total())};
      },
      [this, result, path] {
        const QString name = isolated(QFileInfo(path).fileName());
        if (!result->second.isEmpty())
          emit told(QStringLiteral("warning"), tr("%1 could not be written: %2").arg(isolated(path), result->second));
        else if (stopped_) emit said(tr("Stopped: no file was written"));
        else emit said(tr("Conversations backed up: %1, in %2").arg(formatCount(result->first), name));
      });
}

void BackUpViewModel::importFrom(const QList<QUrl>& urls) {
  if (urls.isEmpty() || !begin(true)) return;
  QStringList paths;
  for (const QUrl& url : urls) paths.append(pathOf(url));
  const QString name = paths.size() == 1 ? isolated(QFileInfo(paths.first()).fileName()) : tr("%1 files").arg(formatCount(paths.size()));
  const auto job = std::make_shared<Import>(paths);
  const auto outcome = std::make_shared<Import::Outcome>();
  run(
      [job, outcome](ChatStore& store) {
        const bool goesOn = job->step(store);
        *outcome = job->outcome();
        return Progress{goesOn, formatBytesOf(job->bytesDone(), job->bytesTotal()), shareOf(job->bytesDone(), job->bytesTotal())};
      },
      [this, outcome, name] {
        if (outcome->taken() > 0 || !outcome->only.isEmpty()) emit imported(outcome->only);
        tell(*outcome, name);
      });
}

void BackUpViewModel::tell(const Import::Outcome& outcome, const QString& name) {
  QStringList lines;
  const auto count = [&](qint64 number, const QString& words) {
    if (number > 0) lines.append(words.arg(formatCount(number)));
  };
  if (stopped_) lines.append(tr("Stopped: the rest was not read."));
  lines += outcome.troubles;
  count(outcome.added, tr("New conversations: %1."));
  count(outcome.beside, tr("Beside one that says something else here: %1."));
  count(outcome.restored, tr("Deleted here, and here again: %1."));
  count(outcome.here, tr("Here already: %1."));
  count(outcome.leftOut, tr("Pieces left out, as pictures and calls of tools are no text: %1."));
  if (outcome.notUnderstood > 0)
    lines.append(tr("Entries that were not understood: %1. The first: %2").arg(formatCount(outcome.notUnderstood), outcome.why));
  const bool all = outcome.troubles.isEmpty() && outcome.notUnderstood == 0;
  if (outcome.taken() + outcome.here == 0) {
    if (outcome.troubles.isEmpty() && outcome.notUnderstood > 0) lines = {outcome.why};
    return emit told(stopped_ ? QStringLiteral("info") : QStringLiteral("warning"),
                     tr("%1 was not imported. %2").arg(name, lines.join(u' ')));
  }
  if (all && !outcome.only.isEmpty() && outcome.leftOut == 0 && !stopped_)  // it is on the screen
    return outcome.here > 0 ? emit said(tr("This conversation was here already")) : void();
  const QString from =
      outcome.program.isEmpty() || outcome.program == u"Halftone" ? name : tr("%1, from %2").arg(name, isolated(outcome.program));
  emit told(all ? QStringLiteral("info") : QStringLiteral("warning"), tr("Imported: %1. %2").arg(from, lines.join(u' ')));
}

}  // namespace halftone::app
