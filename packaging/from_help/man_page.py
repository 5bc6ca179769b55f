"""A man page from a help."""

EXITS = (("0", "Done."), ("1", "Refused, with the cause."), ("2", "The command line cannot be understood."))


def roff(text):
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + escaped if escaped[:1] in (".", "'") else escaped


def definitions(entries):
    lines = []
    for entry in entries:
        names = ", ".join(f"\\fB{roff(name)}\\fR" for name in entry.names)
        value = f" \\fI{roff(entry.value)}\\fR" if entry.value else ""
        lines += [".TP", names + value] + ([roff(entry.text)] if entry.text else [])
    return lines


def synopsis(name, usage):
    return [f"\\fB{roff(name)}\\fR {roff(usage)}"]


def page(name, version, help, see):
    brief = help.about.rstrip(".")
    lines = [f".TH {name.upper()} 1 \"\" \"{name} {version}\" \"User Commands\"",
             ".SH NAME", f"{roff(name)} \\- {roff(brief)}",
             ".SH SYNOPSIS", *synopsis(name, help.usage),
             ".SH DESCRIPTION", roff(brief + ".")]
    if help.arguments:
        lines += [".SH ARGUMENTS", *definitions(help.arguments)]
    if help.options:
        lines += [".SH OPTIONS", *definitions(help.options)]
    if help.commands:
        lines.append(".SH COMMANDS")
    for command, own in help.commands:
        lines += [f".SS {roff(command.names[0])}", roff(own.about), ".PP", *synopsis(name, own.usage),
                  *definitions(own.arguments + own.options)]
    lines.append(".SH EXIT STATUS")
    for code, meaning in EXITS if help.commands else EXITS[:2]:
        lines += [".TP", f".B {code}", meaning]
    return "\n".join([*lines, ".SH SEE ALSO", f".BR {roff(see)} (1)", ""])
