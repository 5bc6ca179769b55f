#include "app/cli/messages.h"

namespace halftone::cli {

namespace {

// A content as OpenAI's interface has it: a text, or a list of parts of which those that are text are joined. What else there is
// (images, calls of tools) nothing here can answer, and to leave it out without a word would answer another question.
Result<std::string> content_of(const Json& entry, const std::string& where) {
  const auto refused = [&](const std::string& what) {
    return fail(ErrorKind::malformed, R"(Content is a text, or a list of parts {"type": "text", "text": "…"}.)", "{} {}", where, what);
  };
  const auto content = entry.find("content");
  if (content == entry.end()) return refused("has no content");
  if (content->is_string()) return content->get<std::string>();
  if (!content->is_array()) return refused(fmt::format("has the content {}", content->dump().substr(0, 40)));
  std::string text;
  for (std::size_t i = 0; i < content->size(); ++i) {
    const Json& part = (*content)[i];
    if (part.is_string()) {
      text += part.get<std::string>();
      continue;
    }
    const Json type = part.is_object() ? part.value("type", Json()) : Json();
    if (!type.is_string()) return refused(fmt::format("has part {} without a type", i));
    if (type != "text") return refused(fmt::format("has part {} of type '{}', which cannot be answered here", i, type.get<std::string>()));
    if (!part.value("text", Json()).is_string()) return refused(fmt::format("has part {} of type 'text' without a text", i));
    text += part["text"].get<std::string>();
  }
  return text;
}

}  // namespace

Result<Json> read_message_list(const std::filesystem::path& path) {
  auto json = read_json(path);
  if (!json) return json;
  if (json->is_object() && json->contains("messages")) json = Json((*json)["messages"]);
  if (!json->is_array()) {
    return fail(ErrorKind::malformed, R"(Write [{"role": "user", "content": "…"}].)", "{} is not a list of messages", path.string());
  }
  return json;
}

Result<std::vector<ChatMessage>> read_messages(const std::filesystem::path& path) {
  auto list = read_message_list(path);
  if (!list) return pass_on(std::move(list));
  std::vector<ChatMessage> messages;
  for (std::size_t i = 0; i < list->size(); ++i) {
    const Json& entry = (*list)[i];
    const std::string where = fmt::format("{}: message {}", path.string(), i);
    const Json role = entry.is_object() ? entry.value("role", Json()) : Json();
    ChatMessage message;
    if (role == "system") message.role = ChatMessage::Role::system;
    else if (role == "assistant") message.role = ChatMessage::Role::assistant;
    else if (role != "user") {
      return fail(ErrorKind::malformed, "Roles are system, user and assistant.", "{} has the role {}", where,
                  role.is_string() ? "'" + role.get<std::string>() + "'" : role.dump());
    }
    // An assistant's message in a file is not used; one that only called a tool has no content.
    if (message.role == ChatMessage::Role::assistant && entry.value("content", Json()).is_null()) continue;
    auto content = content_of(entry, where);
    if (!content) return pass_on(std::move(content));
    message.content = *std::move(content);
    messages.push_back(std::move(message));
  }
  return messages;
}

}  // namespace halftone::cli
