#include "app/engine_worker/attempt.h"

#include <QCoreApplication>
#include <new>
#include <typeinfo>

#include "app/engine_worker/engine_words.h"
#include "kernels/core/device_fault.h"

namespace halftone::app {
namespace {
struct Text {
  Q_DECLARE_TR_FUNCTIONS(halftone::app::EngineWorker)
};

EngineFailure failed(const std::exception& error) {
  return {ErrorKind::io, Text::tr("The engine failed: %1").arg(spoken(said_by(error))),
          Text::tr("Try again. If it persists, open the model again.")};
}

}  // namespace

EngineFailure failureOf(const Error& error) {
  return {error.kind, spoken(error.cause), spoken(error.remedy), QString::fromStdString(error.cause.english)};
}

EngineFailure failureOf(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const std::bad_alloc& error) {
    const bool plain = typeid(error) == typeid(std::bad_alloc);  // the engine's own says the numbers
    return {ErrorKind::out_of_memory, plain ? Text::tr("There is not enough memory.") : spoken(said_by(error)),
            Text::tr("Choose smaller weights, a smaller cache or a shorter context, or close other programs.")};
  } catch (const DeviceFault& fault) {
    if (fault.is_lost())
      return {ErrorKind::device_lost, Text::tr("The GPU failed: %1").arg(spoken(said_by(fault))),
              Text::tr("Until Halftone is restarted, models run on the CPU.")};
    return failed(fault);
  } catch (const std::exception& error) {
    return failed(error);
  } catch (...) {
    return {ErrorKind::io, Text::tr("The engine failed without saying why."), Text::tr("Open the model again.")};
  }
}

}  // namespace halftone::app
