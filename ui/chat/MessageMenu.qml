import QtQuick
import Halftone.App
import Halftone.Controls

// What can be done with a message, and with what of it was pointed at.
Menu {
    id: menu

    required property ChatViewModel chat
    required property Selection selection
    property MessageDelegate message: null
    property string code: ""                    // below the pointer, as the two that follow
    property string formula: ""
    property string link: ""
    readonly property bool mine: message?.role === "user"

    objectName: "messageMenu"

    // Beside `at`: of the text, else of the message.
    function openFor(where: var, text: var, at: point): void {
        message = where
        code = text?.row?.kind === "code" ? text.row.text : ""
        const address = text?.linkAt(at.x, at.y) ?? ""
        formula = address.startsWith("formula:") ? decodeURIComponent(address.slice(8)) : ""
        link = /^(https?|mailto):/i.test(address) ? address : ""
        const spot = parent.mapFromItem(text ?? where, at.x, at.y)
        popup(spot.x, Math.max(0, spot.y))      // where it begins further up, at the top of what is seen
    }

    function copy(asMarkdown: bool): void {
        const words = selection.any ? selection.copied(asMarkdown) : chat.messages.blocksAt(message.index).copied(0, 0, selection.endless, -1, asMarkdown)
        chat.copyToClipboard(words)
    }

    MenuItem {
        objectName: "menuCopy"
        text: menu.selection.any ? qsTr("Copy the selection") : qsTr("Copy")
        keys: menu.selection.any ? "Ctrl+C" : ""
        onTriggered: menu.copy(true)
    }
    MenuItem {
        objectName: "menuCopyText"
        text: qsTr("Copy as text")
        keys: menu.selection.any ? "Ctrl+Shift+C" : ""
        onTriggered: menu.copy(false)
    }
    MenuItem {
        objectName: "menuCopyCode"
        absent: menu.code === ""
        text: qsTr("Copy the code")
        onTriggered: menu.chat.copyToClipboard(menu.code)
    }
    MenuItem {
        objectName: "menuCopyFormula"
        absent: menu.formula === ""
        text: qsTr("Copy the formula")
        onTriggered: menu.chat.copyToClipboard(menu.formula)
    }
    MenuItem {
        objectName: "menuCopyLink"
        absent: menu.link === ""
        text: qsTr("Copy the link")
        onTriggered: menu.chat.copyToClipboard(menu.link)
    }
    MenuRule { }
    MenuItem {
        objectName: "menuSelectAll"
        text: qsTr("Select all of the message")
        keys: "Ctrl+A"
        onTriggered: menu.selection.selectMessage(menu.message.index)
    }
    MenuRule { }
    MenuItem {
        objectName: "menuEdit"
        absent: !menu.mine
        enabled: !menu.chat.busy
        text: qsTr("Edit and send again")
        onTriggered: menu.then(menu.message.edit)
    }
    MenuItem {
        objectName: "menuEditReply"
        absent: menu.mine
        enabled: !menu.chat.busy
        text: qsTr("Edit the reply")
        onTriggered: menu.then(menu.message.edit)
    }
    MenuItem {
        objectName: "menuContinueFrom"
        absent: menu.mine || (menu.message?.last ?? true)
        enabled: !menu.chat.busy
        text: qsTr("Continue from here")
        onTriggered: menu.chat.continueFrom(menu.message.index)
    }
    MenuItem {
        objectName: "menuAgain"
        absent: menu.mine
        enabled: menu.chat.canSend
        text: qsTr("Answer again")
        onTriggered: menu.chat.regenerate(menu.message.index)
    }
}
