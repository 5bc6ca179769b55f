#include "app/viewmodels/chat/prompt_of.h"

#include "app/attachments/as_sent.h"

namespace halftone::app {

std::vector<ChatMessage> promptOf(const QString& systemPrompt, const QList<MessageRecord>& messages) {
  std::vector<ChatMessage> prompt;
  if (!systemPrompt.trimmed().isEmpty()) prompt.push_back({ChatMessage::Role::system, systemPrompt.toStdString()});
  for (const MessageRecord& message : messages) {
    const QString text = message.omitted ? QString() : asSent(message);
    if (text.isEmpty()) continue;
    const auto role = message.role == u"user" ? ChatMessage::Role::user : ChatMessage::Role::assistant;
    if (!prompt.empty() && prompt.back().role == role)
      prompt.back().content += "\n\n" + text.toStdString();
    else
      prompt.push_back({role, text.toStdString()});
  }
  return prompt;
}

GenerationParams paramsOf(const GenerationDefaults& defaults) {
  GenerationParams params;
  const bool sample = defaults.sample.value_or(defaults.temperature.has_value());
  params.temperature = sample ? defaults.temperature.value_or(1.0f) : 0.0f;
  params.top_k = defaults.top_k.value_or(params.top_k);
  params.top_p = defaults.top_p.value_or(params.top_p);
  params.min_p = defaults.min_p.value_or(params.min_p);
  params.repeat_penalty = defaults.repeat_penalty.value_or(params.repeat_penalty);
  return params;
}

}  // namespace halftone::app
