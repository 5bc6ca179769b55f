// halftone-cli: the engine from a terminal. Results to stdout, notes to stderr; 0 done, 1 refused, 2 usage.
#include <exception>

#include "app/cli/command.h"

int main(int argc, char** argv) {
  using namespace halftone;
  CLI::App app{"Halftone's engine on the command line: chat with local language models and see what they cost"};
  app.require_subcommand(1);
  app.set_version_flag("--version", HALFTONE_VERSION);
  cli::Run run;
  cli::add_inspect(app, run);
  cli::add_tokenize(app, run);
  cli::add_render(app, run);
  cli::add_chat(app, run);
  cli::add_logits(app, run);
  cli::add_perplexity(app, run);
  cli::add_bench(app, run);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  try {
    if (auto done = run(); !done) {
      fmt::print(stderr, "halftone-cli: {}\n", done.error().message());
      return 1;
    }
  } catch (const std::exception& error) {  // out of memory, a device fault
    fmt::print(stderr, "halftone-cli: {}\n", error.what());
    return 1;
  }
  return 0;
}
