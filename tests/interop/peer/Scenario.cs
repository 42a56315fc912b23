// What `peer drive` is asked to do, and what it answers: the rows of tests/interop/scenarios.ts as JSON.

using System.Management.Automation;
using System.Text.Json;

namespace Peer;

/// <summary>One row. Values travel as CLIXML text, so that any client makes the same ones.</summary>
sealed record Scenario
{
    public required string Name { get; init; }
    public string Script { get; init; } = "";
    /// <summary>A second pipeline in the same session, after the first; its output follows.</summary>
    public string? Next { get; init; }
    /// <summary>Commands by name, in place of a script.</summary>
    public CommandLine[] Commands { get; init; } = [];
    public string[] Arguments { get; init; } = [];
    /// <summary>Pipeline input; null is none.</summary>
    public string[]? Input { get; init; }
    /// <summary>Stop the pipeline when this many objects have come; zero is at once when it runs.</summary>
    public int? StopAfter { get; init; }
    /// <summary>Run in a pool of this many runspaces, as many times at once; each run gets its number as $args[0].</summary>
    public int Pool { get; init; }
    /// <summary>A session of its own, not the shared one.</summary>
    public bool Fresh { get; init; }
    /// <summary>Without a host.</summary>
    public bool NoHost { get; init; }
    /// <summary>Run in this many sessions at once; each run gets its number as $args[0].</summary>
    public int Sessions { get; init; }
    /// <summary>`reset`, `pool-counts`, `private-data`: what the client asks the runspace pool beside pipelines. `close`: open and close a session; `end-of-input`: close the far end's stdin while it runs; `kill`: kill the far end while it runs; `metadata`: ask for command metadata.</summary>
    public string? Action { get; init; }
    public double Seconds { get; init; } = 30;
}

sealed record CommandLine
{
    public required string Name { get; init; }
    /// <summary>Begins a new statement, as `;` does.</summary>
    public bool Statement { get; init; }
    /// <summary>Its errors go into its output.</summary>
    public bool MergeErrors { get; init; }
    /// <summary>Parameters by name; a null value is a switch.</summary>
    public Dictionary<string, string?> Parameters { get; init; } = [];
}

sealed record Outcome
{
    public required string Name { get; init; }
    public string State { get; set; } = "";
    public string? Reason { get; set; }
    public string[] Output { get; set; } = [];
    public string[] Error { get; set; } = [];
    public string[] Warning { get; set; } = [];
    public string[] Verbose { get; set; } = [];
    public string[] Debug { get; set; } = [];
    public string[] Information { get; set; } = [];
    public string[] Progress { get; set; } = [];
    public string[] Host { get; set; } = [];
    public int Milliseconds { get; set; }
}

static class Scenarios
{
    static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Scenario[] Read(string? file)
    {
        var text = file == null ? Console.In.ReadToEnd() : File.ReadAllText(file);
        return JsonSerializer.Deserialize<Scenario[]>(text, Options) ?? throw new UsageException("no scenarios");
    }

    public static void Print(object outcome)
    {
        Console.Out.WriteLine(JsonSerializer.Serialize(outcome, Options));
        Console.Out.Flush();
    }

    /// <summary>The value whose CLIXML element this is, for example `&lt;I32&gt;5&lt;/I32&gt;`.</summary>
    public static object? FromClixml(string element)
        => PSSerializer.Deserialize($"<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\">{element}</Objs>");

    /// <summary>FILE and the command of `[FILE] -- COMMAND ARGS…`.</summary>
    public static (string? File, string[] Command) Split(string[] arguments)
    {
        int dashes = Array.IndexOf(arguments, "--");
        if (dashes < 0 || dashes == arguments.Length - 1) throw new UsageException("which command? [FILE] -- COMMAND [ARGS…]");
        return (dashes > 0 ? arguments[0] : null, arguments[(dashes + 1)..]);
    }
}
