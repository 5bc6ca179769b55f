#include "app/viewmodels/models/quality_view_model.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QSettings>

#include "app/engine_worker/engine_thread.h"
#include "engine/generate/perplexity.h"
#include "engine/generate/typical_quality.h"

namespace halftone::app {
namespace {

constexpr double kPoor = 1.5;
constexpr double kMost = 100;  // beyond that a figure says nothing more

QString name(Precision precision) {
  const std::string_view text = to_string(precision);
  return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

// Where a model's figures are kept: of these very bytes on this very text. A folder is what lies in it.
QString makeKey(const QString& path) {
  QCryptographicHash hash(QCryptographicHash::Sha1);
  const auto add = [&](const QFileInfo& file) {
    hash.addData(QStringLiteral("%1|%2|%3\n").arg(file.absoluteFilePath()).arg(file.size()).arg(file.lastModified().toMSecsSinceEpoch()).toUtf8());
  };
  const QFileInfo file(path);
  if (file.isDir())
    for (const QFileInfo& inside : QDir(path).entryInfoList({"*.safetensors", "*.gguf", "*.json"}, QDir::Files, QDir::Name)) add(inside);
  else
    add(file);
  const std::string_view text = short_text();
  hash.addData(QByteArrayView(text.data(), static_cast<qsizetype>(text.size())));
  return QStringLiteral("quality/%1/").arg(QString::fromLatin1(hash.result().toHex().left(20)));
}

QString ratioText(double ratio, bool measured) {
  if (ratio >= kMost) return QStringLiteral("×100+");
  const int digits = ratio >= 10 ? 0 : ratio >= 2 ? 1 : measured ? 3 : 2;
  return QStringLiteral("×%1").arg(ratio, 0, 'f', digits);
}

}  // namespace

QualityViewModel::QualityViewModel(EngineThread* engine, QObject* parent) : QObject(parent), engine_(engine) {
  connect(engine_, &EngineThread::measured, this, &QualityViewModel::onMeasured);
  connect(engine_, &EngineThread::measureFailed, this, &QualityViewModel::onFailed);
  connect(engine_, &EngineThread::measureProgressed, this, &QualityViewModel::onProgress);
}

QualityViewModel::~QualityViewModel() { stop_.request_stop(); }

const QString& QualityViewModel::keyOf(const QString& path) const {
  if (key_.first != path) key_ = {path, makeKey(path)};
  return key_.second;
}

std::optional<double> QualityViewModel::kept(const QString& path, const QString& precision) const {
  const QVariant value = store_ ? store_->value(keyOf(path) + precision) : QVariant();
  bool number = false;
  const double perplexity = value.toDouble(&number);
  return number && perplexity > 0 ? std::optional(perplexity) : std::nullopt;
}

QualityViewModel::Cost QualityViewModel::cost(const QString& path, qint64 parameters, Precision precision) const {
  const auto typical = typical_perplexity_ratio(precision, parameters);
  if (!typical) return {QStringLiteral("×1"), {}, false};
  const auto measure = kept(path, name(Precision::automatic)), own = kept(path, name(precision));
  const bool measured = measure && own;
  const double ratio = measured ? *own / *measure : *typical;
  return {ratioText(ratio, measured), measured ? tr("measured") : tr("typical"), ratio >= kPoor};
}

void QualityViewModel::measure(const QString& path, const QStringList& precisions) {
  if (isMeasuring()) return;
  path_ = path;
  errorText_.clear();
  for (const QString& precision : QStringList(name(Precision::automatic)) + precisions)
    if (!queue_.contains(precision) && !kept(path, precision)) queue_.append(precision);
  next();
}

void QualityViewModel::next() {
  setProgress(0);
  emit runChanged();
  if (queue_.isEmpty()) return;
  const auto precision = parse_precision(queue_.first().toStdString());
  if (!precision) return void(queue_.clear());
  stop_ = {};
  engine_->measure(++request_, path_, *precision, stop_.get_token());
}

void QualityViewModel::cancel() {
  if (!isMeasuring()) return;
  stop_.request_stop();
  ++request_;
  queue_.clear();
  setProgress(0);
  emit runChanged();
}

void QualityViewModel::onMeasured(int request, const Quality& quality) {
  if (request != request_ || queue_.isEmpty()) return;
  if (store_) store_->setValue(keyOf(path_) + queue_.first(), quality.perplexity);
  queue_.removeFirst();
  emit changed();
  next();
}

void QualityViewModel::onFailed(int request, const EngineFailure& failure) {
  if (request != request_) return;
  if (!failure.cancelled()) errorText_ = failure.text();
  queue_.clear();
  setProgress(0);
  emit runChanged();
}

// Reading and predicting take a half each, as far as anybody knows beforehand.
void QualityViewModel::onProgress(int request, const LoadProgress& progress) {
  if (request != request_ || progress.total <= 0) return;
  const double share = static_cast<double>(progress.done) / static_cast<double>(progress.total);
  setProgress(progress.stage.english == "predicting a text" ? 0.5 + share / 2 : share / 2);
}

void QualityViewModel::setProgress(double progress) {
  progress_ = progress;
  emit progressChanged();
}

}  // namespace halftone::app
