#include "app/viewmodels/shell/crash_facts.h"

#include <QGuiApplication>
#include <QMetaEnum>
#include <QSysInfo>
#include <QThread>

#include "app/crash/crash_handler.h"
#include "app/viewmodels/models/engine_view_model.h"

namespace halftone::app {

QByteArray crashFacts(const EngineViewModel& engine) {
  QStringList lines{QStringLiteral("Halftone %1 ended by a signal. This report was written on this computer and sent nowhere.")
                        .arg(QStringLiteral(HALFTONE_VERSION)),
                    QStringLiteral("Qt: %1, %2").arg(QString::fromLatin1(qVersion()), QGuiApplication::platformName()),
                    QStringLiteral("system: %1, %2, %3")
                        .arg(QSysInfo::prettyProductName(), QSysInfo::kernelVersion(), QSysInfo::currentCpuArchitecture()),
                    QStringLiteral("threads of the processor: %1").arg(QThread::idealThreadCount()),
                    QStringLiteral("engine: %1%2")
                        .arg(QString::fromLatin1(QMetaEnum::fromType<EngineViewModel::State>().valueToKey(engine.state())),
                             engine.replying() ? QStringLiteral(", writing a reply") : QString())};
  if (const auto& facts = engine.facts()) {
    lines << QStringLiteral("settings: %1").arg(engine.label(facts->settings))
          << QStringLiteral("device: %1 (%2)").arg(engine.device(), engine.deviceBrief())
          << QStringLiteral("context: %1 tokens").arg(engine.contextTokens())
          << QStringLiteral("parameters of the model: %1").arg(facts->model.parameters);
  }
  return (lines.join(u'\n') + u'\n').toUtf8();
}

void reportCrashes(const QString& folder, EngineViewModel* engine) {
  const auto tell = [engine] { crash::tell(crashFacts(*engine)); };
  tell();
  if (!crash::install(folder)) return;
  QObject::connect(engine, &EngineViewModel::stateChanged, engine, tell);
  QObject::connect(engine, &EngineViewModel::modelChanged, engine, tell);
  QObject::connect(engine, &EngineViewModel::replyingChanged, engine, tell);
}

}  // namespace halftone::app
