// `peer serve`: the engine's own out-of-process server over stdin and stdout.
//
// `pwsh -s` calls StdIOProcessMediator.Run, which is internal to the engine; there is no other way in without a pwsh binary.

using System.Management.Automation;
using System.Reflection;
using System.Text;

namespace Peer;

static class Serve
{
    public static int Run(string[] arguments)
    {
        var options = Options(arguments);
        var mediator = typeof(PowerShell).Assembly.GetType("System.Management.Automation.Remoting.Server.StdIOProcessMediator")
            ?? throw new UsageException("this engine has no StdIOProcessMediator");
        var run = mediator.GetMethod("Run", BindingFlags.Static | BindingFlags.NonPublic)
            ?? throw new UsageException("this engine's StdIOProcessMediator has no Run");
        Local.PrepareModulePath();
        object?[] values = run.GetParameters().Select(p => (object?)(p.Name switch
        {
            "initialCommand" => options.Command,
            "workingDirectory" => options.WorkingDirectory,
            "combineErrOutStream" => options.CombineErrors,
            _ => p.ParameterType == typeof(bool) ? false : null,
        })).ToArray();
        run.Invoke(null, values);
        return 0;
    }

    record ServeOptions(string Command, string? WorkingDirectory, bool CombineErrors);

    // The switches Start-Job gives its child: -s -NoLogo -NoProfile [-EncodedCommand BASE64] [-wd DIR].
    static ServeOptions Options(string[] arguments)
    {
        var options = new ServeOptions("", null, false);
        for (int i = 0; i < arguments.Length; i++)
        {
            options = arguments[i].ToLowerInvariant() switch
            {
                "-encodedcommand" => options with { Command = Encoding.Unicode.GetString(Convert.FromBase64String(arguments[++i])) },
                "-wd" or "-workingdirectory" => options with { WorkingDirectory = arguments[++i] },
                "-sshs" or "-sshservermode" => options with { CombineErrors = true },
                _ => options, // -s, -NoLogo, -NoProfile and the like say nothing new here
            };
        }
        return options;
    }
}
