// One pipeline of the real client, from its start to an Outcome.

using System.Management.Automation;

namespace Peer;

sealed class PipelineRun
{
    readonly PowerShell _shell;
    readonly Scenario _scenario;
    readonly RecordingHost? _host;
    readonly PSDataCollection<PSObject> _output = new();
    readonly SemaphoreSlim _arrived = new(0);
    IAsyncResult? _running;

    public PipelineRun(PowerShell shell, Scenario scenario, RecordingHost? host)
    {
        _shell = shell;
        _scenario = scenario;
        _host = host;
        _output.DataAdded += (_, _) => _arrived.Release();
    }

    public void Begin()
    {
        PSDataCollection<PSObject>? input = null;
        if (_scenario.Input != null)
        {
            input = new PSDataCollection<PSObject>();
            foreach (var element in _scenario.Input) input.Add(Scenarios.FromClixml(element) is { } value ? PSObject.AsPSObject(value) : null!);
            input.Complete();
        }
        _running = _shell.BeginInvoke(input!, _output);
    }

    public bool WaitForOutput(int count)
    {
        var limit = TimeSpan.FromSeconds(_scenario.Seconds);
        for (int i = 0; i < count; i++) if (!_arrived.Wait(limit)) return false;
        return true;
    }

    /// <summary>Waits for the end (stopping where the scenario says so) and writes down what came.</summary>
    public void End(Outcome outcome, bool withOutput)
    {
        if (_scenario.StopAfter is { } count)
        {
            if (count > 0) WaitForOutput(count);
            var stopping = Task.Run(_shell.Stop);
            if (!stopping.Wait(TimeSpan.FromSeconds(_scenario.Seconds))) throw new TimeoutException("the pipeline did not stop");
        }
        if (!_running!.AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(_scenario.Seconds)))
        {
            Task.Run(_shell.Stop).Wait(TimeSpan.FromSeconds(5));
            throw new TimeoutException($"the pipeline did not end in {_scenario.Seconds} s; {_output.Count} objects had come");
        }
        try
        {
            _shell.EndInvoke(_running);
        }
        catch (Exception)
        {
            // told by the state and its reason
        }
        Tell(outcome, withOutput);
    }

    void Tell(Outcome outcome, bool withOutput)
    {
        outcome.State = _shell.InvocationStateInfo.State.ToString();
        outcome.Reason = _shell.InvocationStateInfo.Reason switch
        {
            null => null,
            RuntimeException error => Record(error.ErrorRecord),
            var error => error.GetType().Name + " | " + Drive.FirstLine(error.Message),
        };
        if (withOutput) outcome.Output = _output.Select(o => Describe.Value(o)).ToArray();
        outcome.Error = _shell.Streams.Error.Select(Record).ToArray();
        outcome.Warning = _shell.Streams.Warning.Select(r => r.Message).ToArray();
        outcome.Verbose = _shell.Streams.Verbose.Select(r => r.Message).ToArray();
        outcome.Debug = _shell.Streams.Debug.Select(r => r.Message).ToArray();
        outcome.Information = _shell.Streams.Information.Select(r => $"{r.MessageData} [{string.Join(",", r.Tags)}]").ToArray();
        outcome.Progress = _shell.Streams.Progress.Select(r => $"{r.Activity} {r.StatusDescription} {r.PercentComplete} {r.RecordType}").ToArray();
        outcome.Host = _host?.Take() ?? [];
    }

    static string Record(ErrorRecord error) => $"{error.FullyQualifiedErrorId} | {error.CategoryInfo.Category} | {Drive.FirstLine(error.ToString())}";
}
