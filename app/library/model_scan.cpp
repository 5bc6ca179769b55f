#include "app/library/model_scan.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <vector>

namespace halftone::app {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr qsizetype kLongestName = 120;

QString text(const fs::path& path) { return QString::fromStdString(path.string()); }

bool ends(const fs::path& path, std::string_view ending) {
  std::string extension = path.extension().string();
  std::ranges::transform(extension, extension.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return extension == ending;
}

bool isFile(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

qint64 sizeOf(const fs::path& path) {
  std::error_code error;
  const auto size = fs::file_size(path, error);
  return error ? 0 : static_cast<qint64>(size);
}

bool beginsAsGguf(const fs::path& path) {
  QFile file(text(path));
  return isFile(path) && file.open(QFile::ReadOnly) && file.read(4) == "GGUF";
}

// One shard of several is named NAME-00002-of-00005.gguf.
const QRegularExpression& shardName() {
  static const QRegularExpression pattern(QStringLiteral("^(.*)-(\\d{5})-of-(\\d{5})$"));
  return pattern;
}

// Of this file and of every other shard beside it.
qint64 bytesOfShards(const fs::path& file, const QRegularExpressionMatch& shard, const std::vector<fs::path>& beside) {
  qint64 bytes = 0;
  for (const fs::path& other : beside) {
    const auto part = shardName().match(text(other.stem()));
    if (other.extension() == file.extension() && part.hasMatch() && part.captured(1) == shard.captured(1) && part.captured(3) == shard.captured(3))
      bytes += sizeOf(other);
  }
  return bytes;
}

qint64 bytesOfWeights(const std::vector<fs::path>& entries) {
  qint64 bytes = 0;
  for (const fs::path& entry : entries)
    if (ends(entry, ".safetensors") && isFile(entry)) bytes += sizeOf(entry);
  return bytes;
}

class Scan {
 public:
  Scan(const std::function<void(const FoundModel&)>& found, std::stop_token stop, const ScanLimits& limits)
      : found_(found), stop_(std::move(stop)), limits_(limits), end_(Clock::now() + limits.time) {}

  void look(const ModelPlace& place) {
    program_ = place.program;
    entries_ = 0;
    const fs::path folder = place.folder.toStdString();
    switch (place.layout) {
      case ModelPlace::Layout::tree: return tree(folder, 0);
      case ModelPlace::Layout::hub: return hub(folder);
      case ModelPlace::Layout::blobs: return manifests(folder, folder / "manifests", 0);
    }
  }
  bool over() const { return stop_.stop_requested() || models_ >= limits_.models || Clock::now() >= end_; }

 private:
  // What a folder holds, by name; nothing where it was seen before, by whatever link.
  std::vector<fs::path> entriesOf(const fs::path& folder) {
    std::vector<fs::path> entries;
    std::error_code error;
    const fs::path real = fs::canonical(folder, error);
    if (error || !seen_.insert(real.string()).second) return entries;
    for (fs::directory_iterator entry(folder, fs::directory_options::skip_permission_denied, error), end; !error && entry != end; entry.increment(error)) {
      if (++entries_ > limits_.entries || over()) break;
      entries.push_back(entry->path());
    }
    std::ranges::sort(entries);
    return entries;
  }

  void tell(const QString& name, const fs::path& path, qint64 bytes) {
    std::error_code error;
    const fs::path real = fs::canonical(path, error);
    if (error || bytes <= 0 || over() || !told_.insert(real.string()).second) return;
    QString plain;
    for (const QChar c : name.left(kLongestName)) plain += c.isPrint() ? c : QChar(u' ');
    ++models_;
    found_({program_, plain.simplified(), text(path), bytes});
  }

  // GGUF files of a folder, a sharded one once; true where there was one.
  bool files(const std::vector<fs::path>& entries, const QString& name = {}) {
    bool any = false;
    for (const fs::path& path : entries) {
      const QString stem = text(path.stem());
      if (!ends(path, ".gguf") || stem.startsWith(QStringLiteral("mmproj"), Qt::CaseInsensitive) || !beginsAsGguf(path)) continue;
      any = true;
      const auto shard = shardName().match(stem);
      if (!shard.hasMatch()) {
        tell(name.isEmpty() ? stem : name, path, sizeOf(path));
        continue;
      }
      if (shard.captured(2).toInt() != 1) continue;
      tell(shard.captured(1), path, bytesOfShards(path, shard, entries));
    }
    return any;
  }

  // A folder that is a model as a whole.
  bool folder(const fs::path& path, const std::vector<fs::path>& entries, const QString& name) {
    if (!isFile(path / "config.json")) return false;
    const qint64 bytes = bytesOfWeights(entries);
    if (bytes > 0) tell(name, path, bytes);
    return bytes > 0;
  }

  void tree(const fs::path& path, int depth) {
    const auto entries = entriesOf(path);
    if (folder(path, entries, text(path.filename()))) return;
    files(entries);
    std::error_code error;
    for (const fs::path& entry : entries) {
      if (depth >= limits_.depth || over()) return;
      if (entry.filename().string().starts_with('.')) continue;
      if (fs::is_directory(entry, error)) tree(entry, depth + 1);
    }
  }

  void hub(const fs::path& path) {
    for (const fs::path& repository : entriesOf(path)) {
      if (over()) return;
      const QStringList words = text(repository.filename()).split(QStringLiteral("--"));
      if (words.size() < 2 || words.front() != u"models") continue;
      if (const auto snapshot = current(repository)) {
        const auto entries = entriesOf(*snapshot);
        if (!folder(*snapshot, entries, words.last())) files(entries);
      }
    }
  }

  // The revision that `main` names, or the newest one.
  std::optional<fs::path> current(const fs::path& repository) {
    static const QRegularExpression hex(QStringLiteral("^[0-9a-f]{7,64}$"));
    QFile main(text(repository / "refs" / "main"));
    std::error_code error;
    if (isFile(repository / "refs" / "main") && main.open(QFile::ReadOnly)) {
      const QString revision = QString::fromLatin1(main.read(80)).trimmed();
      fs::path snapshot = repository / "snapshots" / revision.toStdString();
      if (hex.match(revision).hasMatch() && fs::is_directory(snapshot, error)) return snapshot;
    }
    std::optional<fs::path> newest;
    fs::file_time_type when{};
    for (const fs::path& snapshot : entriesOf(repository / "snapshots")) {
      const auto changed = fs::last_write_time(snapshot, error);
      if (error || !fs::is_directory(snapshot, error) || (newest && changed <= when)) continue;
      newest = snapshot;
      when = changed;
    }
    return newest;
  }

  // manifests/HOST/OWNER/NAME/TAG: each names its layers by digest.
  void manifests(const fs::path& root, const fs::path& path, int depth) {
    std::error_code error;
    for (const fs::path& entry : entriesOf(path)) {
      if (over()) return;
      if (fs::is_directory(entry, error)) {
        if (depth < limits_.depth) manifests(root, entry, depth + 1);
      } else if (isFile(entry)) {
        manifest(root, entry);
      }
    }
  }

  void manifest(const fs::path& root, const fs::path& path) {
    static const QRegularExpression digest(QStringLiteral("^sha256[:-]([0-9a-f]{64})$"));
    QFile file(text(path));
    if (sizeOf(path) > limits_.manifest || !file.open(QFile::ReadOnly)) return;
    const QJsonArray layers = QJsonDocument::fromJson(file.read(limits_.manifest)).object().value(QStringLiteral("layers")).toArray();
    for (const auto& layer : layers) {
      if (layer.toObject().value(QStringLiteral("mediaType")).toString() != u"application/vnd.ollama.image.model") continue;
      const auto match = digest.match(layer.toObject().value(QStringLiteral("digest")).toString());
      if (!match.hasMatch()) continue;  // a digest is a file's name here: nothing else may be
      const fs::path blob = root / "blobs" / ("sha256-" + match.captured(1).toStdString());
      if (!beginsAsGguf(blob)) continue;
      const QString tag = text(path.filename()), name = text(path.parent_path().filename());
      return tell(tag == u"latest" ? name : name + u':' + tag, blob, sizeOf(blob));
    }
  }

  const std::function<void(const FoundModel&)>& found_;
  std::stop_token stop_;
  ScanLimits limits_;
  Clock::time_point end_;
  QString program_;
  int entries_ = 0, models_ = 0;
  std::set<std::string> seen_, told_;  // folders looked into, models told of: by their real paths
};

}  // namespace

qint64 bytesOnDisk(const QString& model) {
  const fs::path path = model.toStdString();
  std::error_code error;
  const bool folder = fs::is_directory(path, error);
  const auto shard = shardName().match(text(path.stem()));
  if (!folder && !shard.hasMatch()) return isFile(path) ? sizeOf(path) : 0;
  std::vector<fs::path> entries;
  for (fs::directory_iterator entry(folder ? path : path.parent_path(), error), end; !error && entry != end; entry.increment(error)) entries.push_back(entry->path());
  return folder ? bytesOfWeights(entries) : bytesOfShards(path, shard, entries);
}

void scanModels(const QList<ModelPlace>& places, const std::function<void(const FoundModel&)>& found, std::stop_token stop, const ScanLimits& limits) {
  Scan scan(found, std::move(stop), limits);
  for (const ModelPlace& place : places)
    if (!scan.over()) scan.look(place);
}

}  // namespace halftone::app
