// A runspace of the real engine in this process.

using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;

namespace Peer;

static class Local
{
    /// <summary>The folder of this program, which the engine takes for $PSHOME.</summary>
    public static string Home => AppContext.BaseDirectory.TrimEnd('/');

    /// <summary>Lets the engine (and the children it starts) find the stand-in modules, and nothing of the user's.</summary>
    public static void PrepareModulePath() => Environment.SetEnvironmentVariable("PSModulePath", Path.Combine(Home, "Modules"));

    public static Runspace Open(PSHost? host = null)
    {
        PrepareModulePath();
        var state = InitialSessionState.CreateDefault2();
        var runspace = host == null ? RunspaceFactory.CreateRunspace(state) : RunspaceFactory.CreateRunspace(host, state);
        runspace.Open();
        return runspace;
    }

    public static IReadOnlyList<PSObject> Invoke(Runspace runspace, string script, params object?[] arguments)
    {
        using var shell = PowerShell.Create(runspace);
        shell.AddScript(script);
        foreach (var argument in arguments) shell.AddArgument(argument);
        var output = shell.Invoke();
        foreach (var error in shell.Streams.Error) Console.Error.WriteLine("error: " + error);
        return output;
    }

    public static int Run(string[] arguments)
    {
        using var runspace = Open();
        foreach (var value in Invoke(runspace, string.Join(' ', arguments))) Console.WriteLine(value);
        return 0;
    }
}
