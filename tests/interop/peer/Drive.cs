// `peer drive`: the engine's own PSRP client runs scenarios on COMMAND.
//
// Scenarios share one session unless they ask for their own; a session that broke is replaced, so one failure does not hide the next row.

using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace Peer;

static class Drive
{
    public static int Run(string[] arguments)
    {
        var (file, command) = Scenarios.Split(arguments);
        Local.PrepareModulePath();
        using var shared = new SharedSession(command);
        foreach (var scenario in Scenarios.Read(file))
        {
            var clock = Stopwatch.StartNew();
            var outcome = new Outcome { Name = scenario.Name };
            try
            {
                RunOne(scenario, outcome, shared, command);
            }
            catch (Exception error) // whatever it is, it is this row's answer
            {
                if (Environment.GetEnvironmentVariable("PEER_TRACE") != null) Console.Error.WriteLine(error);
                outcome.State = "Broken";
                outcome.Reason = Innermost(error).GetType().Name + " | " + FirstLine(Innermost(error).Message);
            }
            outcome.Milliseconds = (int)clock.ElapsedMilliseconds;
            Scenarios.Print(outcome);
        }
        return 0;
    }

    static void RunOne(Scenario scenario, Outcome outcome, SharedSession shared, string[] command)
    {
        switch (scenario)
        {
            case { Action: "close" }: OpenAndClose(scenario, outcome, command); break;
            case { Action: "end-of-input" or "kill" }: Cut(scenario, outcome, command); break;
            case { Action: "metadata" }: Metadata(scenario, outcome, command); break;
            case { Action: "reset" }: Reset(scenario, outcome, command); break;
            case { Action: "private-data" }: PrivateData(outcome, shared.Get()); break;
            case { Action: "pool-counts" }: PoolCounts(scenario, outcome, command); break;
            case { Sessions: > 0 }: InSessions(scenario, outcome, command); break;
            case { Pool: > 0 }: InPool(scenario, outcome, command); break;
            case { Fresh: true } or { NoHost: true }:
                using (var own = Session.Open(command, scenario.NoHost)) InSession(scenario, outcome, own);
                break;
            default: InSession(scenario, outcome, shared.Get()); break;
        }
    }

    static void OpenAndClose(Scenario scenario, Outcome outcome, string[] command)
    {
        var session = Session.Open(command, scenario.NoHost);
        var states = new List<string> { session.Runspace.RunspaceStateInfo.State.ToString() };
        var closing = Task.Run(session.Runspace.Close);
        if (!closing.Wait(TimeSpan.FromSeconds(scenario.Seconds))) throw new TimeoutException("the session did not close");
        states.Add(session.Runspace.RunspaceStateInfo.State.ToString());
        outcome.State = states[^1];
        outcome.Output = states.ToArray();
        session.Dispose();
    }

    // What becomes of a running pipeline and of the far end's process when the link is cut.
    static void Cut(Scenario scenario, Outcome outcome, string[] command)
    {
        using var session = Session.Open(command, scenario.NoHost);
        var process = session.Connection.Process!;
        var shell = session.Shell(scenario); // not to be disposed: that writes to the far end, which is gone
        var run = new PipelineRun(shell, scenario, null);
        run.Begin();
        if (!run.WaitForOutput(1)) throw new TimeoutException("the pipeline did not start");
        var clock = Stopwatch.StartNew();
        if (scenario.Action == "kill") process.Kill();
        else process.StandardInput.Close();
        bool ended = process.WaitForExit((int)(scenario.Seconds * 1000));
        outcome.Output = [ended ? "ended" : "still running", clock.ElapsedMilliseconds < 3000 ? "soon" : "late"];
        var cut = outcome.Output;
        run.End(outcome, withOutput: false);
        outcome.Output = cut;
        outcome.Reason = null; // whether a reader or a writer noticed first is chance
    }

    static void Metadata(Scenario scenario, Outcome outcome, string[] command)
    {
        using var session = Session.Open(command, scenario.NoHost);
        // Enter-PSSession asks by a message of its own whether the far end has what an interactive session needs.
        using var shell = PowerShell.Create(session.Runspace);
        shell.AddCommand("Get-Command").AddParameter("Name", new[] { "Out-Default", "Exit-PSSession" }).AddParameter("CommandType", CommandTypes.Alias | CommandTypes.Cmdlet | CommandTypes.Function | CommandTypes.Filter | CommandTypes.Configuration);
        typeof(PowerShell).GetProperty("IsGetCommandMetadataSpecialPipeline", BindingFlags.Instance | BindingFlags.NonPublic)!.SetValue(shell, true);
        var run = new PipelineRun(shell, scenario, null);
        run.Begin();
        run.End(outcome, withOutput: true);
        outcome.Output = outcome.Output.Length > 0 ? ["some"] : [];
    }

    static void InSession(Scenario scenario, Outcome outcome, Session session)
    {
        using var shell = session.Shell(scenario);
        var run = new PipelineRun(shell, scenario, session.Host);
        session.Host.Take();
        run.Begin();
        run.End(outcome, withOutput: true);
        if (scenario.Next == null) return;
        var next = new Outcome { Name = scenario.Name };
        InSession(scenario with { Script = scenario.Next, Next = null, Input = null, Arguments = [] }, next, session);
        outcome.State = next.State;
        outcome.Output = [.. outcome.Output, .. next.Output];
        outcome.Error = [.. outcome.Error, .. next.Error];
    }

    static void Reset(Scenario scenario, Outcome outcome, string[] command)
    {
        using var session = Session.Open(command);
        InSession(scenario with { Next = null }, outcome, session);
        session.Runspace.ResetRunspaceState();
        var after = new Outcome { Name = scenario.Name };
        InSession(scenario with { Script = scenario.Next ?? "", Next = null }, after, session);
        outcome.Output = [.. outcome.Output, .. after.Output];
    }

    static void PrivateData(Outcome outcome, Session session)
    {
        var data = session.Runspace.GetApplicationPrivateData();
        outcome.State = "Completed";
        outcome.Output = data.Keys.Cast<string>().Order(StringComparer.Ordinal).ToArray();
    }

    static void PoolCounts(Scenario scenario, Outcome outcome, string[] command)
    {
        using var pool = OpenPool(scenario, command);
        var said = new List<string> { $"available {pool.GetAvailableRunspaces()}" };
        said.Add($"set max {pool.SetMaxRunspaces(5)} set min {pool.SetMinRunspaces(2)} available {pool.GetAvailableRunspaces()}");
        using var shell = PowerShell.Create();
        shell.RunspacePool = pool;
        shell.AddScript("1; Start-Sleep 60");
        var run = new PipelineRun(shell, scenario, null);
        run.Begin();
        run.WaitForOutput(1);
        said.Add($"while one runs {pool.GetAvailableRunspaces()}");
        shell.Stop();
        outcome.State = shell.InvocationStateInfo.State.ToString();
        outcome.Output = said.ToArray();
        pool.Close();
    }

    static void InSessions(Scenario scenario, Outcome outcome, string[] command)
    {
        var sessions = Enumerable.Range(0, scenario.Sessions).AsParallel().WithDegreeOfParallelism(scenario.Sessions).Select(_ => Session.Open(command)).ToArray();
        try
        {
            RunAll(scenario, outcome, sessions.Select(session => PowerShell.Create(session.Runspace)).ToArray());
        }
        finally
        {
            foreach (var session in sessions) session.Dispose();
        }
    }

    static void InPool(Scenario scenario, Outcome outcome, string[] command)
    {
        using var pool = OpenPool(scenario, command);
        RunAll(scenario, outcome, Enumerable.Range(0, scenario.Pool).Select(_ =>
        {
            var shell = PowerShell.Create();
            shell.RunspacePool = pool;
            return shell;
        }).ToArray());
        pool.Close();
    }

    // Starts the script on every shell at once; the outputs are put together in the shells' order.
    static void RunAll(Scenario scenario, Outcome outcome, PowerShell[] shells)
    {
        var runs = shells.Select((shell, number) => new PipelineRun(shell.AddScript(scenario.Script).AddArgument(number), scenario, null)).ToArray();
        foreach (var run in runs) run.Begin();
        var parts = runs.Select(run =>
        {
            var part = new Outcome { Name = scenario.Name };
            run.End(part, withOutput: true);
            return part;
        }).ToArray();
        outcome.State = string.Join(",", parts.Select(part => part.State).Distinct());
        outcome.Reason = parts.Select(part => part.Reason).FirstOrDefault(reason => reason != null);
        outcome.Output = parts.SelectMany(part => part.Output).ToArray();
        outcome.Error = parts.SelectMany(part => part.Error).ToArray();
    }

    static RunspacePool OpenPool(Scenario scenario, string[] command)
    {
        var pool = RemotePool(Math.Max(1, scenario.Pool), new ProcessConnection(command));
        if (!Task.Run(pool.Open).Wait(TimeSpan.FromSeconds(scenario.Seconds))) throw new TimeoutException("the pool did not open");
        return pool;
    }

    // The public factory takes only the engine's own connections; the constructor behind it takes any.
    static RunspacePool RemotePool(int runspaces, RunspaceConnectionInfo connection)
    {
        var constructor = typeof(RunspacePool).GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic)
            .First(c => c.GetParameters().Any(p => p.ParameterType == typeof(RunspaceConnectionInfo)));
        var values = constructor.GetParameters().Select(p => (object?)(p.ParameterType switch
        {
            var type when type == typeof(int) => p.Name!.StartsWith("min", StringComparison.Ordinal) ? 1 : runspaces,
            var type when type == typeof(RunspaceConnectionInfo) => connection,
            var type when type == typeof(PSHost) => new RecordingHost(),
            var type when type == typeof(TypeTable) => TypeTable.LoadDefaultTypeFiles(),
            _ => null,
        })).ToArray();
        return (RunspacePool)constructor.Invoke(values);
    }

    public static Exception Innermost(Exception error) => error is { InnerException: { } inner } and not RuntimeException ? Innermost(inner) : error;
    public static string FirstLine(string text) => text.Split('\n')[0].TrimEnd('\r');
}

/// <summary>An open session of the real client with COMMAND.</summary>
sealed class Session : IDisposable
{
    Session(ProcessConnection connection, Runspace runspace, RecordingHost host)
    {
        Connection = connection;
        Runspace = runspace;
        Host = host;
    }

    public ProcessConnection Connection { get; }
    public Runspace Runspace { get; }
    public RecordingHost Host { get; }

    public static Session Open(string[] command, bool withoutHost = false, double seconds = 30)
    {
        var connection = new ProcessConnection(command);
        var host = new RecordingHost();
        var runspace = RunspaceFactory.CreateRunspace(connection, withoutHost ? null : host, TypeTable.LoadDefaultTypeFiles());
        if (!Task.Run(runspace.Open).Wait(TimeSpan.FromSeconds(seconds)))
        {
            connection.Process?.Kill(true);
            throw new TimeoutException("the session did not open: " + string.Join(" ", connection.Errors));
        }
        return new Session(connection, runspace, host);
    }

    public PowerShell Shell(Scenario scenario)
    {
        var shell = PowerShell.Create(Runspace);
        if (scenario.Commands.Length == 0) shell.AddScript(scenario.Script);
        foreach (var command in scenario.Commands)
        {
            if (command.Statement) shell.AddStatement();
            shell.AddCommand(command.Name);
            if (command.MergeErrors) shell.Commands.Commands[^1].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
            foreach (var (name, value) in command.Parameters)
            {
                if (value == null) shell.AddParameter(name);
                else shell.AddParameter(name, Scenarios.FromClixml(value));
            }
        }
        foreach (var argument in scenario.Arguments) shell.AddArgument(Scenarios.FromClixml(argument));
        return shell;
    }

    public void Dispose()
    {
        try
        {
            Task.Run(Runspace.Dispose).Wait(TimeSpan.FromSeconds(5));
        }
        catch (AggregateException)
        {
            // the far end is gone already
        }
        if (Connection.Process is { HasExited: false } process) process.Kill(true);
    }
}

sealed class SharedSession(string[] command) : IDisposable
{
    Session? _session;

    public Session Get()
    {
        if (_session is { } session && session.Runspace.RunspaceStateInfo.State == RunspaceState.Opened && session.Runspace.RunspaceAvailability == RunspaceAvailability.Available) return session;
        _session?.Dispose();
        return _session = Session.Open(command);
    }

    public void Dispose() => _session?.Dispose();
}
