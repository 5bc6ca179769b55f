#include "app/engine_worker/engine_thread.h"

namespace halftone::app {

EngineFactory EngineFactory::local() { return {open_engine, estimate_fit, measure_quality}; }

}  // namespace halftone::app
