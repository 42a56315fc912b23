// `peer bench`: the engine's side of the budget table, one line of JSON a row: name, unit, median, min, max, times, and the script where there is one.
//
// Each figure is of a warm engine unless its name says otherwise; the far end of a session is `peer serve`, the child of a job is `pwsh` beside this program.

using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace Peer;

static class Bench
{
    const string Loop = "& { for ($i = 0; $i -lt 2000000; $i++) {} }";
    const string Fib = "function fib($n) { if ($n -lt 2) { $n } else { (fib ($n - 1)) + (fib ($n - 2)) } }; fib 18";
    const string Double = "1..200000 | % { $_ * 2 }";
    const string Objects = "1..10000 | % { [pscustomobject]@{ Id = $_; Name = \"item $_\"; Path = \"/srv/data/$_\"; Size = $_ * 1024L; Ratio = $_ / 7; Even = $_ % 2 -eq 0; When = [datetime]::new(2024, 1, 1); Span = [timespan]::FromSeconds($_); Kind = 'file'; Parent = $null } }";
    const string Lines = "$line = 'x' * 100; for ($i = 0; $i -lt 100000; $i++) { $line }";
    const int Jobs = 20;

    static readonly (string Name, Action Run)[] Rows =
    [
        ("engine start", EngineStart),
        ("round trip", RoundTrip),
        ("integers", () => InSession("10,000 integers", "1..10000", 7)),
        ("objects", () => InSession("10,000 ten-property objects", Objects, 5)),
        ("lines", () => InSession("100,000 lines of 100 characters", Lines, 3)),
        ("clixml", Clixml),
        ("pipeline", () => InEngine("1..200000 | % { $_ * 2 }", Double, 5, milliseconds => milliseconds, "ms")),
        ("fib", () => InEngine("fib 18", Fib, 7, milliseconds => milliseconds, "ms")),
        ("loop", () => InEngine("counting loop, per turn", Loop, 5, milliseconds => milliseconds * 1e6 / 2e6, "ns")),
        ("job", OneJob),
        ("jobs", TwentyJobs),
    ];

    public static int Run(string[] wanted)
    {
        if (wanted.FirstOrDefault(name => Rows.All(row => row.Name != name)) is { } unknown)
        {
            throw new UsageException($"no row is called {unknown}: {string.Join(", ", Rows.Select(row => row.Name))}");
        }
        foreach (var (name, run) in Rows) if (wanted.Length == 0 || wanted.Contains(name)) run();
        return 0;
    }

    static void EngineStart() => Tell("engine start, one command, exit", "ms", Times(7, () =>
    {
        using var process = Process.Start(new ProcessStartInfo(Program) { ArgumentList = { "command", "exit" }, RedirectStandardOutput = true })!;
        process.WaitForExit();
    }), "exit");

    // The cmdlet, with the pipeline of its own that it sends before each script.
    static void RoundTrip()
    {
        using var session = Session.Open([Program, "serve"]);
        using var local = Local.Open();
        local.SessionStateProxy.SetVariable("session", PSSession.Create(session.Runspace, "Process", null));
        Action once = () => Local.Invoke(local, "Invoke-Command -Session $session { 1 }");
        for (int i = 0; i < 20; i++) once();
        Tell("round trip in an open session", "ms", Times(100, once), "Invoke-Command -Session $session { 1 }");
    }

    static void InSession(string name, string script, int times)
    {
        using var session = Session.Open([Program, "serve"]);
        Tell(name + " back", "ms", Times(times, () => Local.Invoke(session.Runspace, script)), script);
    }

    static void InEngine(string name, string script, int times, Func<double, double> scale, string unit)
    {
        using var local = Local.Open();
        Local.Invoke(local, script);
        Tell(name, unit, Times(times, () => Local.Invoke(local, script)).Select(scale).ToArray(), script);
    }

    static void Clixml()
    {
        using var local = Local.Open();
        var objects = Local.Invoke(local, Objects).ToArray();
        string text = "";
        for (int i = 0; i < 3; i++) PSSerializer.Deserialize(text = PSSerializer.Serialize(objects));
        Tell("CLIXML write, 10,000 × 10 properties", "ms", Times(5, () => text = PSSerializer.Serialize(objects)), Objects);
        Tell("CLIXML read, 10,000 × 10 properties", "ms", Times(5, () => PSSerializer.Deserialize(text)), Objects);
        Tell("CLIXML characters", "characters", [text.Length], Objects);
    }

    static void OneJob()
    {
        const string script = "Start-Job { 1 } | Wait-Job | Receive-Job";
        using var local = Local.Open();
        var times = Times(7, () => Local.Invoke(local, script));
        Tell("Start-Job, Wait-Job, Receive-Job, first", "ms", [times[0]], script);
        Tell("Start-Job, Wait-Job, Receive-Job, later", "ms", times[1..], script);
    }

    static void TwentyJobs()
    {
        const string script = "$jobs = 1..20 | % { Start-Job { 1 } }; $null = Wait-Job $jobs; Receive-Job $jobs; Remove-Job $jobs";
        using var local = Local.Open();
        Tell($"{Jobs} Start-Jobs at once, all received", "ms", Times(3, () => Local.Invoke(local, script)), script);
        const string idle = "$jobs = 1..20 | % { Start-Job { 1; Start-Sleep 60 } }; while (@($jobs | ? { $_.ChildJobs[0].Output.Count -gt 0 }).Count -lt 20) { Start-Sleep -Milliseconds 100 }";
        Local.Invoke(local, idle);
        Tell("memory of one of 20 idle children (PSS)", "MB", Children().Select(ProportionalMegabytes).ToArray(), idle);
        Local.Invoke(local, "Stop-Job $jobs; Remove-Job $jobs -Force");
    }

    static string Program => Path.Combine(Local.Home, "peer");

    static double[] Times(int count, Action action) => Enumerable.Range(0, count).Select(_ =>
    {
        var clock = Stopwatch.StartNew();
        action();
        return clock.Elapsed.TotalMilliseconds;
    }).ToArray();

    static void Tell(string name, string unit, double[] values, string script)
    {
        var sorted = values.Order().ToArray();
        Scenarios.Print(new
        {
            Name = name,
            Unit = unit,
            Median = Math.Round(sorted[sorted.Length / 2], 2),
            Min = Math.Round(sorted[0], 2),
            Max = Math.Round(sorted[^1], 2),
            Times = values.Length,
            Script = script,
        });
    }

    static IEnumerable<int> Children() => Directory.GetDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), out int id) ? id : 0)
        .Where(id => id > 0 && ParentOf(id) == Environment.ProcessId)
        .ToArray();

    static int ParentOf(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0; // it ended meanwhile
        }
    }

    static double ProportionalMegabytes(int id)
    {
        var line = File.ReadLines($"/proc/{id}/smaps_rollup").First(text => text.StartsWith("Pss:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
