#include "app/cli/messages.h"

namespace halftone::cli {

Result<Json> read_message_list(const std::filesystem::path& path) {
  auto json = read_json(path);
  if (!json) return json;
  if (json->is_object() && json->contains("messages")) return (*json)["messages"];
  if (!json->is_array()) {
    return fail(ErrorKind::malformed, R"(Write [{"role": "user", "content": "…"}].)", "{} is not a list of messages", path.string());
  }
  return json;
}

Result<std::vector<ChatMessage>> read_messages(const std::filesystem::path& path) {
  auto list = read_message_list(path);
  if (!list) return pass_on(std::move(list));
  std::vector<ChatMessage> messages;
  for (const Json& entry : *list) {
    const auto text = [&](const char* key) {
      return entry.is_object() && entry.contains(key) && entry[key].is_string() ? entry[key].get<std::string>() : std::string();
    };
    const std::string role = text("role");
    ChatMessage message{ChatMessage::Role::user, text("content")};
    if (role == "system") message.role = ChatMessage::Role::system;
    else if (role == "assistant") message.role = ChatMessage::Role::assistant;
    else if (role != "user") {
      return fail(ErrorKind::malformed, "Roles are system, user and assistant.", "{}: message {} has the role '{}'", path.string(),
                  messages.size(), role);
    }
    messages.push_back(std::move(message));
  }
  return messages;
}

}  // namespace halftone::cli
