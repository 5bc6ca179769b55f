// Looks for models in places that others filled: names, sizes and a file's first bytes, nothing else. What lies there is not trusted:
// depth, count and time are bounded, links lead nowhere twice, and only regular files are opened.
#pragma once

#include <QList>
#include <QString>
#include <chrono>
#include <functional>
#include <stop_token>

#include "app/library/model_places.h"

namespace halftone::app {

struct FoundModel {
  QString program, name, path;  // a file, or a folder
  qint64 bytes = 0;             // of the weights on disk, every shard
};

struct ScanLimits {
  int depth = 6;                               // folders below the place
  int entries = 20'000;                        // looked at, in each place
  int models = 200;                            // in all
  std::chrono::milliseconds time{10'000};      // in all
  qint64 manifest = 256 << 10;                 // bytes of a manifest that are read
};

// Of the weights of a model: of a file, or of all the shards that it is the first of, or of a folder's. 0: there are none.
qint64 bytesOnDisk(const QString& model);

// Calls `found` on the calling thread for each, in the order of the places.
void scanModels(const QList<ModelPlace>& places, const std::function<void(const FoundModel&)>& found, std::stop_token stop = {}, const ScanLimits& limits = {});

}  // namespace halftone::app
