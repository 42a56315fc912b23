// `peer job`: the engine's own cmdlets with COMMAND at the far end. $session is an open PSSession on COMMAND, and Start-Job's child is COMMAND -s.

using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Peer;

static class Job
{
    public static int Run(string[] arguments)
    {
        var (file, command) = Scenarios.Split(arguments);
        // Start-Job adds -s and its other switches itself; without the variable it starts `peer serve`.
        bool own = command.Contains("serve");
        Environment.SetEnvironmentVariable("PEER_JOB_ENDPOINT", own ? null : string.Join(' ', command.Where(word => word != "-s")));
        // The engine looks for `ssh` in the path: New-PSSession -HostName reaches COMMAND's -sshs.
        // Where there are hosts (PEER_REAL_SSH) it is the real one.
        if (Environment.GetEnvironmentVariable("PEER_REAL_SSH") == null)
            Environment.SetEnvironmentVariable("PATH", Path.Combine(Local.Home, "ssh") + ":" + Environment.GetEnvironmentVariable("PATH"));
        var host = new RecordingHost();
        using var runspace = Local.Open(host);
        using var session = Session.Open(command);
        var pssession = PSSession.Create(session.Runspace, "Process", null);
        runspace.SessionStateProxy.SetVariable("session", pssession);
        foreach (var scenario in Scenarios.Read(file))
        {
            var clock = Stopwatch.StartNew();
            var outcome = new Outcome { Name = scenario.Name };
            host.Take();
            using var shell = PowerShell.Create(runspace);
            shell.AddScript(scenario.Script);
            try
            {
                var run = new PipelineRun(shell, scenario, host);
                run.Begin();
                run.End(outcome, withOutput: true);
            }
            catch (TimeoutException error)
            {
                outcome.State = "Broken";
                outcome.Reason = error.Message;
            }
            outcome.Milliseconds = (int)clock.ElapsedMilliseconds;
            Scenarios.Print(outcome);
        }
        return 0;
    }
}
