#include "app/viewmodels/instruments/switch_proposal.h"

namespace halftone::app {

void SwitchProposal::show(Content content) {
  content_ = std::move(content);
  visible_ = true;
  emit changed();
}

void SwitchProposal::hide() {
  if (!visible_) return;
  visible_ = false;
  emit changed();
}

}  // namespace halftone::app
