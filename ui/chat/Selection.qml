import QtQuick

// What is chosen in the texts below `content`: one text at a time, gone with the next press. It lies above them and takes nothing from them.
Item {
    id: selection

    required property Item content

    signal pressed()

    function texts(item: var): var {
        if (item.selectedText !== undefined)
            return [item]
        let found = []
        for (let i = 0; i < item.children.length; ++i)
            found = found.concat(texts(item.children[i]))
        return found
    }

    function text(): string {
        return texts(content).map(item => item.selectedText).find(words => words !== "") ?? ""
    }

    function clear(): void {
        texts(content).forEach(item => item.deselect())
    }

    PointHandler {
        acceptedButtons: Qt.LeftButton
        onActiveChanged: if (active) {
            selection.clear()
            selection.pressed()
        }
    }
}
