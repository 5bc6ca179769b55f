"""Completion for zsh, with what each option is about."""


def quoted(text):
    return "'" + text.replace("'", "'\\''") + "'"


def said(text):
    return text.translate(str.maketrans({"[": "(", "]": ")", ":": "\\:"}))


def action(entry):
    if not entry.value:
        return ""
    if entry.choices():
        return f":value:({' '.join(word.replace(':', chr(92) + ':') for word in entry.choices())})"
    return ":number: " if entry.is_number() else ":file:_files"


def arguments(entries, indent):
    end = " \\\n" + indent
    specs = [quoted(name + (f"[{said(entry.text)}]" if entry.text else "") + action(entry)) for entry in entries for name in entry.names]
    return f"_arguments -s{end}" + end.join(specs)


def completion(name, help):
    function = "_" + name.replace("-", "_")
    lines = [f"#compdef {name}", f"# Completes {name}. Made from its --help.", f"{function}() {{"]
    if not help.commands:
        lines += [f"  {arguments(help.options, '    ')} \\\n    '*:model:_files'"]
    else:
        lines += ["  local curcontext=$curcontext state line", "  local -a commands=(" +
                  "".join(f"\n    {quoted(command.names[0] + ':' + said(command.text))}" for command, _ in help.commands) + ")",
                  f"  {arguments(help.options, '    ')} \\\n    '1:command:->command' '*::argument:->argument'",
                  "  case $state in", "    command) _describe command commands ;;", "    argument)", "      case $words[1] in"]
        for command, own in help.commands:
            lines += [f"        {command.names[0]})", f"          {arguments(own.options, '            ')} \\\n            '*:model:_files' ;;"]
        lines += ["      esac ;;", "  esac"]
    return "\n".join([*lines, "}", f"{function} \"$@\"", ""])
