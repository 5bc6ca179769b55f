// The committed checkpoints with the logits that Hugging Face transformers computed for them (make.py in tests/golden/llama and
// tests/golden/families).
#pragma once

#include <QDir>
#include <QFile>
#include <QTest>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>
#include <vector>

#include "engine/generate/local_engine.h"

namespace halftone::golden {

struct Matrix {
  std::int64_t rows = 0, columns = 0;
  std::vector<float> values;
  const float* row(std::int64_t r) const { return values.data() + r * columns; }
};

// A version-1 .npy file of float32 in C order.
inline Matrix read_npy(const QString& path) {
  QFile file(path);
  if (!file.open(QFile::ReadOnly)) return {};
  const QByteArray bytes = file.readAll();
  const qsizetype header = 10 + static_cast<unsigned char>(bytes[8]) + 256 * static_cast<unsigned char>(bytes[9]);
  const QString shape = QString::fromLatin1(bytes.left(header)).section('(', 1).section(')', 0, 0);
  Matrix matrix{shape.section(',', 0, 0).toLongLong(), shape.section(',', 1, 1).trimmed().toLongLong(), {}};
  matrix.values.resize(static_cast<std::size_t>(matrix.rows * matrix.columns));
  if (bytes.size() - header != static_cast<qsizetype>(matrix.values.size() * sizeof(float))) return {};
  std::memcpy(matrix.values.data(), bytes.constData() + header, matrix.values.size() * sizeof(float));
  return matrix;
}

inline std::vector<TokenId> read_tokens(const QString& path) {
  QFile file(path);
  if (!file.open(QFile::ReadOnly)) return {};
  return nlohmann::json::parse(file.readAll().toStdString()).get<std::vector<TokenId>>();
}

inline QString folder() { return QString(SOURCE_DIR) + "/tests/golden"; }
// "llama/gqa", "families/gemma2", …
inline QStringList cases() {
  QStringList all;
  for (const QString set : {"llama", "families"})
    for (const QString& name : QDir(folder() + "/" + set).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) all << set + "/" + name;
  return all;
}

inline std::unique_ptr<LocalEngine> open(const QString& path, EngineSettings settings, GpuSource gpus = {}) {
  auto checkpoint = open_checkpoint(path.toStdString());
  if (!checkpoint) {
    qWarning("%s", checkpoint.error().message().c_str());
    return nullptr;
  }
  if (path.endsWith("families/sinusoidal")) {  // its table of positions is empty: the engine computes them
    checkpoint->spec.position = Sinusoidal{};
    std::erase_if(checkpoint->weights, [](const WeightEntry& weight) { return weight.key.role == WeightRole::position_embedding; });
  }
  if (std::holds_alternative<Learned>(checkpoint->spec.position)) settings.context = 0;  // as many as it has
  auto engine = LocalEngine::open(*std::move(checkpoint), settings, {}, {}, std::move(gpus));
  if (!engine) {
    qWarning("%s", engine.error().message().c_str());
    return nullptr;
  }
  return *std::move(engine);
}

inline Matrix all_logits(LocalEngine& engine, const std::vector<TokenId>& tokens) {
  Matrix matrix{0, engine.model().vocabulary, {}};
  engine.new_evaluator()->feed_all(tokens, [&](std::int64_t, MatrixView<const float> rows) {
    matrix.rows += rows.shape[0];
    matrix.values.insert(matrix.values.end(), rows.data, rows.data + rows.size());
  });
  return matrix;
}

// Largest difference, as a share of the largest reference value.
inline double relative_error(const Matrix& computed, const Matrix& reference) {
  if (computed.values.size() != reference.values.size() || reference.values.empty()) return 1e30;
  double difference = 0, largest = 0;
  for (std::size_t i = 0; i < reference.values.size(); ++i) {
    if (!(std::abs(computed.values[i]) < 1e30f)) return 1e30;
    difference = std::max<double>(difference, std::abs(computed.values[i] - reference.values[i]));
    largest = std::max<double>(largest, std::abs(reference.values[i]));
  }
  return difference / largest;
}

// Root of the mean squared difference, as a share of the reference's own.
inline double rms_error(const Matrix& computed, const Matrix& reference) {
  if (computed.values.size() != reference.values.size()) return 1e30;
  double difference = 0, total = 0;
  for (std::size_t i = 0; i < reference.values.size(); ++i) {
    difference += std::pow(computed.values[i] - reference.values[i], 2.0);
    total += std::pow(reference.values[i], 2.0);
  }
  return std::sqrt(difference / total);
}

inline EngineSettings float32() {
  EngineSettings settings;
  settings.weights = Precision::f32;
  settings.cache = KvFormat::f32;
  settings.context = 2048;
  return settings;
}

}  // namespace halftone::golden
