// What `remora -Help` prints.

export const VERSION: string = "PowerShell 7.6.9 (Remora 0.1.0)";

export const BANNER: string = VERSION;

export const USAGE: string = `
Usage: remora [-NoLogo] [-NoExit] [-NoProfile] [-NonInteractive]
              [-WorkingDirectory <folder>] [-OutputFormat {Text | XML}]
              [-Command { - | <text> [<more text>…] } | -File <path> [<arguments>…]
               | -EncodedCommand <Base64> | -CommandWithArgs <text> [<arguments>…]]
       remora start | jobs | receive | follow | wait | stop | remove | sessions | completion …
       remora -ServerMode | -SSHServerMode
       remora -Version | -Help
`;

export const HELP: string = `${VERSION}
A shell for background jobs on this and other computers, over the PowerShell Remoting Protocol.
${USAGE}
Without -Command or -File: the console at a terminal; elsewhere the commands on standard input are run.
Parameters may be shortened and are written in any letter case.

Jobs that go on without this terminal ("remora jobs --help" and so on say more)
    start [-H HOST,…] [-n NAME] -- SCRIPT | FILE    Starts one, here or on other computers; prints its id.
    jobs, sessions                                  Lists them, wherever they run.
    receive JOB…, follow JOB…                       Prints what they have printed; every line once.
    wait JOB…, stop JOB…, remove JOB…
    completion bash | zsh | fish                    Completion of these commands.
    A script file that is called as one of these is run with -File, or as ./jobs.

-Command | -c
    Runs the rest of the command line as a script, shows what it gives, and ends. "-" reads commands from standard
    input, one after another. The exit code is that of "exit"; otherwise 0 where the last command succeeded, else 1.
    Text piped to the program is $input.

-CommandWithArgs | -cwa
    Runs the first text that follows as a script; what comes after it is $args.

-EncodedCommand | -e | -ec
    A script as Base64 of its UTF-16LE text, for scripts with quotes and braces.

-File | -f
    Runs a script file in the session; the rest of the command line is its arguments: values by position, "-Name value",
    "-Name:value", "-Switch", "-Switch:$false". It may be left out where the path comes first. The exit code is that of
    "exit"; 1 after an error that ended the script; otherwise 0.

-Help | -h | -?
    Shows this text.

-InputFormat | -inp | -if
    Accepted: what comes on standard input is text.

-NoExit | -noe
    Stays in the console after the commands have run.

-NoLogo | -nol
    Leaves out the line that the console begins with.

-NonInteractive | -noni
    Nobody is asked: Read-Host and questions fail with an error.

-NoProfile | -nop
    Accepted: there are no profiles.

-OutputFormat | -o | -of
    Text, or XML for objects as CLIXML.

-SSHServerMode | -sshs
    Serves PSRP as a subsystem of an SSH server.

-ServerMode | -s
    Serves PSRP on standard input and output.

-Version | -v
    Shows the version.

-WorkingDirectory | -wd | -wo
    The folder to begin in.

Examples
    remora -c 'Invoke-Command Server01 { Get-EventLog System -Newest 5 }'
    remora -c '$j = Invoke-Command Server01,Server02 { hostname } -AsJob; $j | Wait-Job | Receive-Job'
    remora -File ./report.ps1 -Computer Server01 -Verbose
    echo 'Get-Date' | remora
    remora start -H Server01 -n build -- ./build.ps1 Release; remora follow build
`;
