// What a person's shell completes: the commands, their options, ids and names of jobs.

import { COMMANDS } from "./commands.js";

const JOBS = "remora completion jobs 2>/dev/null";

/** The text for a shell; undefined for one that is not known. */
export function completionFor(shell: string): string | undefined {
  return new Map([
    ["bash", bash],
    ["zsh", zsh],
    ["fish", fish],
  ]).get(shell)?.();
}

const names = COMMANDS.map(({ name }) => name).join(" ");
const flags = (command: (typeof COMMANDS)[number]): string =>
  [...command.options.flatMap(({ long, short }) => [`--${long}`, ...(short ? [`-${short}`] : [])]), "--help"].join(" ");

function bash(): string {
  const cases = COMMANDS.map((command) => {
    const words = command.takesJobs ? ` $(${JOBS})` : command.name === "completion" ? " bash zsh fish" : "";
    return `    ${command.name}) words="${flags(command)}${words}" ;;`;
  });
  return `_remora() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${names} --help --version" -- "$current") $(compgen -f -- "$current"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join("\n")}
    *) COMPREPLY=($(compgen -f -- "$current")); return ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [ "\${COMP_WORDS[1]}" = start ]; then COMPREPLY+=($(compgen -f -- "$current")); fi
}
complete -F _remora remora
`;
}

function zsh(): string {
  const described = COMMANDS.map(({ name, synopsis }) => `    '${name}:${quoted(synopsis)}'`);
  const cases = COMMANDS.map((command) => {
    const options = command.options.map(({ long, value, help }) => `'--${long}${value ? "=" : ""}[${quoted(help)}]'`);
    const words = command.takesJobs
      ? `"*:job:($(${JOBS}))"`
      : command.name === "completion"
        ? "'1:shell:(bash zsh fish)'"
        : "'*:file:_files'";
    return `    ${command.name}) _arguments ${[...options, words].join(" ")} ;;`;
  });
  return `#compdef remora
_remora() {
  local -a commands=(
${described.join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    _files
    return
  fi
  local command=$words[2]
  shift words; (( CURRENT-- ))
  case $command in
${cases.join("\n")}
    *) _files ;;
  esac
}
compdef _remora remora
`;
}

function quoted(text: string): string {
  return text.replaceAll("'", "’").replaceAll(/[[\]:]/g, (character) => `\\${character}`);
}

function fish(): string {
  const text = (line: string): string => line.replaceAll("'", "\\'");
  const lines = COMMANDS.flatMap((command) => {
    const { name, synopsis, options, takesJobs } = command;
    const inside = `-n '__fish_seen_subcommand_from ${name}'`;
    return [
      `complete -c remora -n __fish_use_subcommand -a ${name} -d '${text(synopsis)}'`,
      ...options.map(
        ({ long, short, value, help }) =>
          `complete -c remora ${inside} -l ${long}${short ? ` -s ${short}` : ""}${value ? " -x" : ""} -d '${text(help)}'`,
      ),
      ...(takesJobs ? [`complete -c remora ${inside} -f -a '(${JOBS})'`] : []),
      ...(name === "completion" ? [`complete -c remora ${inside} -f -a 'bash zsh fish'`] : []),
    ];
  });
  return `${lines.join("\n")}\n`;
}
