// halftone-cli: the engine from a terminal. Results to stdout, notes to stderr; 0 done, 1 refused, 2 usage.
#include <exception>
#include <sstream>

#include "app/cli/command.h"
#include "engine/base/standard_streams.h"

namespace {

using namespace halftone;

int run(int argc, char** argv) {
  CLI::App app{"Halftone's engine on the command line: chat with local language models and see what they cost"};
  app.require_subcommand(1);
  app.set_version_flag("--version", HALFTONE_VERSION);
  cli::Run chosen;
  cli::add_inspect(app, chosen);
  cli::add_tokenize(app, chosen);
  cli::add_render(app, chosen);
  cli::add_chat(app, chosen);
  cli::add_logits(app, chosen);
  cli::add_perplexity(app, chosen);
  cli::add_bench(app, chosen);
  cli::add_guide(app, chosen);
  cli::add_compare(app, chosen);
  cli::add_memory_map(app, chosen);
  cli::add_attention(app, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {  // --help and --version too
    std::ostringstream out, notes;
    const int code = app.exit(error, out, notes);
    cli::write_output(out.str());
    cli::write_note(notes.str());
    return code == 0 ? 0 : 2;
  }
  if (auto done = chosen(); !done) {
    cli::note("halftone-cli: {}\n", done.error().message());
    return 1;
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  open_standard_streams();
  try {
    const int code = run(argc, argv);
    cli::flush_output();  // whatever the command: a result that did not arrive is none
    return code;
  } catch (const std::exception& error) {  // out of memory, a device fault, lost output
    cli::note("halftone-cli: {}\n", error.what());
    return 1;
  }
}
