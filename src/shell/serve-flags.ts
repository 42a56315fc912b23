// What a program is started as, read from its command line before anything else is loaded.
//
// Rule: only what precedes the work counts. `remora -File x.ps1 -Job` gives -Job to the script.

export type ServeFlag = "s" | "sshs" | "job" | "keep" | "keeper";

const FLAG = /^-{1,2}(?:(s|servermode)|(sshs|sshservermode)|(job)|(keep)|(keeper))$/i;
const FLAGS: readonly ServeFlag[] = ["s", "sshs", "job", "keep", "keeper"];

/** What takes the rest of the line as its own: -Command, -CommandWithArgs, -File, by any short form. */
const WORK = /^-{1,2}(c(o(m(m(a(n(d)?)?)?)?)?)?|commandwithargs|cwa|f(i(l(e)?)?)?)$/i;

/** What is followed by a value: the folder, the script or the setting that it names. */
const VALUED = /^-{1,2}(w\w*|e\w*|o\w*|if|inp\w*|settings\w*|config\w*|cus\w*)$/i;

/** The flags of a program that serves, keeps or relays; none where it is a shell. */
export function serveFlags(args: readonly string[]): ReadonlySet<ServeFlag> {
  const flags = new Set<ServeFlag>();
  for (let at = 0; at < args.length; at++) {
    const argument = args[at]!;
    if (!argument.startsWith("-") || WORK.test(argument)) break;
    const flag = FLAGS[FLAG.exec(argument)?.slice(1).findIndex(Boolean) ?? -1];
    if (flag) flags.add(flag);
    else if (VALUED.test(argument)) at++;
  }
  return flags;
}
