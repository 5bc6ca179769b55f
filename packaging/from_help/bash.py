"""Completion for bash: options after a dash, the words that the help lists behind an option, files elsewhere."""


def names(entries):
    return " ".join(name for entry in entries for name in entry.names)


def cases(entries, prefix):
    for entry in entries:
        if not entry.value:
            continue
        pattern = " | ".join(f'"{prefix}{name}"' for name in entry.names)
        if entry.choices():
            yield f"    {pattern}) words='{' '.join(entry.choices())}' ;;"
        elif entry.is_number():
            yield f"    {pattern}) compopt +o default ;;"  # no file is a number
        else:
            yield f"    {pattern}) ;;"


def completion(name, help):
    function = "_" + name.replace("-", "_")
    lines = [f"# Completes {name}. Made from its --help.", f"{function}() {{",
             "  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} words=''"]
    if help.commands:
        first = " ".join(command.names[0] for command, _ in help.commands)
        lines += ["  if [ \"$COMP_CWORD\" -eq 1 ]; then", f"    words='{first} {names(help.options)}'", "  else",
                  "    case \"${COMP_WORDS[1]} $before\" in"]
        for command, own in help.commands:
            prefix = command.names[0] + " "
            lines += ["  " + case for case in cases(own.options, prefix)]
            lines.append(f"      \"{prefix}\"*) [[ $word != -* ]] || words='{names(own.options)}' ;;")
        lines += ["    esac", "  fi"]
    else:
        lines += ["  case \"$before\" in", *cases(help.options, ""), f"    *) [[ $word != -* ]] || words='{names(help.options)}' ;;", "  esac"]
    return "\n".join([*lines, "  COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))", "}", f"complete -o default -F {function} {name}", ""])
