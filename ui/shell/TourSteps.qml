import QtQml

// What the first tour shows, in its order. `places`: names of the items that it can point to, the best first; in a small window the next.
QtObject {
    readonly property var all: [
        { name: qsTr("the three switches"), places: ["switchChips"],
          text: qsTr("How the weights are held, how attention is computed, how the cache is held: each can be changed in the middle of a conversation. Choose a coarser precision: the weights shrink, and the next reply stays nearly the same.") },
        { name: qsTr("memory"), places: ["memoryBar", "memoryChip", "instrumentsButton"],
          text: qsTr("What the device's memory is spent on: weights, cache, activations, each in its own colour. Write something longer, and watch the cache grow with every token.") },
        { name: qsTr("what a reply costs"), places: ["replyFigures"],
          text: qsTr("Below each reply stands how fast it came, how long the first token took, and how much of the prompt was still in the cache. Ask a second question: what was read once is not read again.") },
        { name: qsTr("what is behind the words"), places: ["lookInside", "railLooks", "conversationsButton"],
          text: qsTr("The same conversation, seen as tokens, as attention, as time and as bytes. Press Ctrl and 2: the line below each token says how sure the model was of it.") },
        { name: qsTr("compare"), places: ["look-compare", "rail-compare", "conversationsButton"],
          text: qsTr("One question under two to four settings at once, each with its cost. Press Ctrl and T, ask, and see at which word they begin to differ.") }
    ]
}
