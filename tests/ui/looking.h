// The ways to look at a conversation, each in the states that it has.
#pragma once

#include "tests/ui/sitting.h"

namespace halftone::ui {

struct Looking {
  Sitting& at;
  std::function<bool(const QString& state)> show;  // what has come about is seen

  // Columns that nobody has asked, all of them beside one another, and a token of one of them.
  bool compare() {
    const std::vector<std::string> pieces = {"Each", " new", " token", " makes", " the", " card", " read", " every", " weight", " once", ".", " In", " bf16", " a", " weight", " takes", " two", " bytes", ",", " in", " int4", " about", " half", " a", " byte", ",", " so", " the", " same", " memory", " bus", " delivers", " three", " times", " as", " many", " tokens", " in", " a", " second", "."};
    at.ui->app().newChat();
    if (!at.say("Why is int4 faster here than bf16?", {.pieces = pieces})) return false;
    at.key(Qt::Key_T, Qt::ControlModifier);
    if (!QTest::qWaitFor([&] { return at.ui->shows("column0"); }) || !show("compare, not asked yet")) return false;
    std::vector<std::string> other = pieces;
    other[32] = " roughly three";
    at.script.expect({.pieces = pieces});
    at.script.expect({.pieces = other});
    at.script.expect({.pieces = {pieces.begin(), pieces.begin() + 21}});
    CompareViewModel& compare = *at.ui->app().compare();
    compare.ask();
    if (!QTest::qWaitFor([&] { return !compare.isRunning() && compare.isComplete(); }) || !show("compare")) return false;
    compare.setColumn(1);
    compare.nextFlip();
    if (!show("compare, a token")) return false;
    compare.setToken(-1);
    compare.setReferenceWords(true);
    const bool shown = show("compare, the reference's words");
    compare.setReferenceWords(false);
    at.key(Qt::Key_Escape);
    return shown && QTest::qWaitFor([&] { return at.ui->shows("composer"); });
  }

  // Predicted, running, stopped with a dot chosen, and done but for what does not fit and what fails.
  bool experiment() {
    at.key(Qt::Key_6, Qt::ControlModifier);
    ExperimentViewModel& experiment = *at.ui->app().experiment();
    const auto rests = [&] { return QTest::qWaitFor([&] { return !experiment.isRunning(); }, 20'000); };
    const auto done = [&] { return std::ranges::count(experiment.cells(), ExperimentCell::Done, &ExperimentCell::state); };
    if (!QTest::qWaitFor([&] { return at.ui->shows("memoryPicture") && experiment.predicted(ExperimentViewModel::Memory, 0) > 0; }) || !show("experiment, predicted")) return false;
    for (const int tokens : experiment.promptChoices())
      if (experiment.prompts().contains(tokens) != (tokens >= 500)) experiment.togglePrompt(tokens);
    for (const int tokens : QList<int>(experiment.prompts()))
      if (tokens < 500) experiment.togglePrompt(tokens);
    at.script.run_delay = std::chrono::milliseconds(30);
    experiment.start();
    const qint64 third = std::ssize(experiment.cells()) / 3;
    if (!QTest::qWaitFor([&] { return done() >= third; }, 20'000)) return false;
    at.script.run_delay = std::chrono::seconds(10);
    if (!QTest::qWaitFor([&] { return experiment.share() > 0; }) || !show("experiment, running")) return false;
    experiment.stop();
    at.script.run_delay = std::chrono::milliseconds(0);
    if (!rests()) return false;
    {
      const std::scoped_lock lock(at.script.mutex);
      at.script.run_error = [](const EngineSettings& settings, RunLength run) -> std::optional<Error> {
        if (settings.weights != Precision::int4 || settings.attention != AttentionKind::naive || run.prompt < 250) return std::nullopt;
        return Error{ErrorKind::out_of_memory, sentence("{}, {} of the device's memory are free", sentence("out of memory: {} needs {} more", Sentence("workspace"), std::string("3.80 GiB")), std::string("2.10 GiB")), Sentence("Choose a shorter prompt, smaller weights or flash attention.")};
      };
    }
    experiment.start();
    if (!rests()) return false;
    experiment.setDot(static_cast<int>(std::ssize(experiment.cells()) / 2) - 2);
    const bool shown = show("experiment, done");
    {
      const std::scoped_lock lock(at.script.mutex);
      at.script.run_error = {};
    }
    experiment.setDot(-1);
    at.key(Qt::Key_Escape);
    return shown && QTest::qWaitFor([&] { return at.ui->shows("composer"); });
  }

  // In the conversation's place: its tokens, and that there is no room for them.
  bool attention() {
    at.key(Qt::Key_3, Qt::ControlModifier);
    if (!QTest::qWaitFor([&] { return at.ui->shows("attentionPicture"); }) || !show("attention")) return false;
    {
      const std::scoped_lock lock(at.script.mutex);
      at.script.look_error = Error{ErrorKind::out_of_memory, sentence("showing the attention of {} tokens needs {:.1f} MiB, {:.1f} MiB are free", 2048, 134.0, 90.0), sentence("{} tokens would fit.", 1312)};
    }
    at.ui->app().attention()->setLayer(at.ui->app().attention()->layer() == 3 ? 4 : 3);
    const bool refused = QTest::qWaitFor([&] { return at.ui->shows("takeFewer"); }) && show("attention without room");
    {
      const std::scoped_lock lock(at.script.mutex);
      at.script.look_error.reset();
    }
    at.key(Qt::Key_Escape);
    return refused && QTest::qWaitFor([&] { return at.ui->shows("composer"); });
  }

  // A reply with what its lines say, the card of a token, the way on from there, and a reply that cannot be read.
  bool tokens() {
    const std::vector<std::string> pieces = {
        "Flash", " attention", " never",   " writes",   " the",       " whole",   " table",  " of",    " scores.",  " It",      " takes",
        " the",  " keys",      " and",     " values",   " block",     " by",      " block,", " keeps", " a",        " running", " maximum",
        " and",  " a",         " running", " sum",      " for",       " each",    " query,", " and",   " rescales", " what",    " it",
        " has",  " so",        " far",     " whenever", " the",       " maximum", " grows.", "\n\n",   "The",       " result",  " is",
        " the",  " same,",     " up",      " to",       " rounding;", " the",     " memory", " grows", " with",     " the",     " length",
        " of",   " the",       " prompt,", " not",      " with",      " its",     " square."};
    {
      const std::scoped_lock lock(at.script.mutex);
      at.script.steps = {1.1f, 5, 0.3f, 0.8f, 4, 0.25f, -0.2f, 4.2f, 1.6f, 2.5f, 1.2f, 0.4f, 0.7f};
    }
    at.ui->app().newChat();
    if (!at.say("In three sentences: what does flash attention do?", {.pieces = pieces})) return false;
    at.key(Qt::Key_2, Qt::ControlModifier);
    TokensViewModel& tokens = *at.ui->app().tokens();
    const auto shown = [&] { return tokens.state() == TokensViewModel::Shown && !tokens.isWriting(); };
    if (!QTest::qWaitFor([&] { return shown() && at.ui->shows("tokensText"); }) || !show("tokens")) return false;
    tokens.setToken(18);
    at.key(Qt::Key_Return);
    if (!QTest::qWaitFor([&] { return at.ui->shows("alternatives"); }) || !show("tokens, what else")) return false;
    at.script.expect({.pieces = {" only", " what", " it", " needs", " of", " them."}});
    at.key(Qt::Key_Return);
    if (!QTest::qWaitFor([&] { return tokens.versions() == 2 && shown(); }) || !show("tokens, another way")) return false;
    {
      const std::scoped_lock lock(at.script.mutex);
      at.script.predict_error = Error{ErrorKind::context_overflow, sentence("the conversation and the reply have {} tokens, the context holds {}", 4711, 4096), sentence("Drop the oldest turns, or enlarge the context.")};
    }
    at.key(Qt::Key_Escape);
    if (!at.say("And then?", {.pieces = {"Then", " nothing."}})) return false;
    at.key(Qt::Key_2, Qt::ControlModifier);
    const bool refused = QTest::qWaitFor([&] { return tokens.state() == TokensViewModel::Refused; }) && show("tokens, refused");
    {
      const std::scoped_lock lock(at.script.mutex);
      at.script.predict_error.reset();
      at.script.steps.clear();
    }
    at.key(Qt::Key_Escape);
    return refused && QTest::qWaitFor([&] { return !at.ui->shows("tokensView") && at.ui->shows("composer"); });
  }

  // A turn of 112 tokens, a window on it, and one of which nothing is known.
  bool timeline() {
    std::vector<std::string> pieces(112, "word ");
    at.script.bandwidth = 215;
    at.ui->app().newChat();
    if (!at.say("Write a function in Python that transforms bytes to gigabytes, and explain each line of it.", {.pieces = pieces})) return false;
    at.key(Qt::Key_4, Qt::ControlModifier);
    if (!QTest::qWaitFor([&] { return at.ui->shows("lanesPicture"); }) || !show("timeline")) return false;
    at.ui->app().timeline()->show(0, 42);
    at.ui->app().timeline()->chooseToken(0);
    if (!show("timeline, a window on it")) return false;
    at.ui->app().newChat();
    const bool empty = QTest::qWaitFor([&] { return at.ui->shows("untraced"); }) && show("timeline of nothing");
    at.key(Qt::Key_Escape);
    return empty && QTest::qWaitFor([&] { return at.ui->shows("composer"); });
  }

  // All of it, and the inside of a layer.
  bool memoryMap() {
    at.key(Qt::Key_5, Qt::ControlModifier);
    if (!QTest::qWaitFor([&] { return at.ui->shows("mapPicture"); })) return false;
    MemoryMapViewModel& map = *at.ui->app().memoryMap();
    map.choose(100);
    if (!show("memory map")) return false;
    map.enter();
    const bool inside = QTest::qWaitFor([&] { return at.ui->shows("leaveLayer"); }) && show("memory map, a layer");
    map.leave();
    at.key(Qt::Key_Escape);
    return inside && QTest::qWaitFor([&] { return at.ui->shows("composer"); });
  }
};

}  // namespace halftone::ui
