"""Completion for fish, with what each option is about."""


def quoted(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def option(name, entry, condition):
    words = [f"complete -c {name}"]
    if condition:
        words.append(f"-n {quoted(condition)}")
    for flag in entry.names:
        words.append(f"-l {flag[2:]}" if flag.startswith("--") else f"-s {flag[1:]}")
    if entry.choices() and entry.value:
        words.append(f"-x -a {quoted(' '.join(entry.choices()))}")
    elif entry.value:
        words.append("-x" if entry.is_number() else "-r -F")
    return " ".join([*words, f"-d {quoted(entry.text)}"] if entry.text else words)


def completion(name, help):
    lines = [f"# Completes {name}. Made from its --help."]
    lines += [option(name, entry, "__fish_use_subcommand" if help.commands else "") for entry in help.options]
    for command, own in help.commands:
        word = command.names[0]
        lines.append(f"complete -c {name} -f -n __fish_use_subcommand -a {word} -d {quoted(command.text)}")
        lines += [option(name, entry, f"__fish_seen_subcommand_from {word}") for entry in own.options]
    return "\n".join([*lines, ""])
