// A host that writes down every call it gets and answers at once with what the scenario's far end expects: `input`, `secret`, 42, choice 1.

using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace Peer;

sealed class RecordingHost : PSHost
{
    readonly List<string> _calls = new();
    readonly RecordingInterface _ui;

    public RecordingHost() => _ui = new RecordingInterface(Record);

    public override string Name => "peer";
    public override Version Version { get; } = new(1, 2, 3);
    public override Guid InstanceId { get; } = Guid.NewGuid();
    public override PSHostUserInterface UI => _ui;
    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;
    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;
    public override void SetShouldExit(int exitCode) => Record($"SetShouldExit {exitCode}");
    public override void EnterNestedPrompt() => Record("EnterNestedPrompt");
    public override void ExitNestedPrompt() => Record("ExitNestedPrompt");
    public override void NotifyBeginApplication() => Record("NotifyBeginApplication");
    public override void NotifyEndApplication() => Record("NotifyEndApplication");

    /// <summary>The calls since the last time.</summary>
    public string[] Take()
    {
        lock (_calls)
        {
            var calls = _calls.ToArray();
            _calls.Clear();
            return calls;
        }
    }

    void Record(string call)
    {
        lock (_calls) _calls.Add(call);
    }
}

sealed class RecordingInterface(Action<string> record) : PSHostUserInterface, IHostUISupportsMultipleChoiceSelection
{
    public override PSHostRawUserInterface RawUI { get; } = new RecordingScreen(record);

    public override string ReadLine()
    {
        record("ReadLine");
        return "input";
    }

    public override SecureString ReadLineAsSecureString()
    {
        record("ReadLineAsSecureString");
        return Secret();
    }

    public override void Write(string value) => record($"Write {value}");
    public override void Write(ConsoleColor foreground, ConsoleColor background, string value) => record($"Write {foreground} {background} {value}");
    public override void WriteLine() => record("WriteLine");
    public override void WriteLine(string value) => record($"WriteLine {value}");
    public override void WriteLine(ConsoleColor foreground, ConsoleColor background, string value) => record($"WriteLine {foreground} {background} {value}");
    public override void WriteErrorLine(string value) => record($"WriteErrorLine {value}");
    public override void WriteDebugLine(string value) => record($"WriteDebugLine {value}");
    public override void WriteVerboseLine(string value) => record($"WriteVerboseLine {value}");
    public override void WriteWarningLine(string value) => record($"WriteWarningLine {value}");
    public override void WriteProgress(long source, ProgressRecord progress) => record($"WriteProgress {progress.Activity} {progress.PercentComplete}");

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        var answers = new Dictionary<string, PSObject>();
        foreach (var field in descriptions)
        {
            record($"Prompt [{caption}] [{message}] {field.Name} {field.ParameterTypeFullName}");
            answers[field.Name] = PSObject.AsPSObject(field.ParameterTypeFullName switch
            {
                "System.Int32" => 42,
                "System.Security.SecureString" => Secret(),
                "System.String[]" => new[] { "a", "b" },
                _ => "input",
            });
        }
        return answers;
    }

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        record($"PromptForChoice [{caption}] [{message}] {string.Join(",", choices.Select(c => c.Label))} {defaultChoice}");
        return 1;
    }

    public Collection<int> PromptForChoice(string? caption, string? message, Collection<ChoiceDescription> choices, IEnumerable<int>? defaultChoices)
    {
        record($"PromptForChoiceMultiple [{caption}] [{message}] {string.Join(",", choices.Select(c => c.Label))}");
        return [0, 2];
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName)
    {
        record($"PromptForCredential [{caption}] [{message}] {userName}");
        return new PSCredential("someone", Secret());
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName, PSCredentialTypes types, PSCredentialUIOptions options)
        => PromptForCredential(caption, message, userName, targetName);

    static SecureString Secret()
    {
        var secret = new SecureString();
        foreach (var letter in "secret") secret.AppendChar(letter);
        return secret;
    }
}

sealed class RecordingScreen(Action<string> record) : PSHostRawUserInterface
{
    string _title = "peer";

    public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;
    public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;
    public override Coordinates CursorPosition { get; set; }
    public override Coordinates WindowPosition { get; set; }
    public override int CursorSize { get; set; } = 25;
    public override Size BufferSize { get; set; } = new(120, 3000);
    public override Size WindowSize { get; set; } = new(120, 50);
    public override Size MaxWindowSize => new(120, 50);
    public override Size MaxPhysicalWindowSize => new(120, 50);
    public override bool KeyAvailable => false;

    public override string WindowTitle
    {
        get => _title;
        set
        {
            _title = value;
            record($"WindowTitle {value}");
        }
    }

    public override KeyInfo ReadKey(ReadKeyOptions options)
    {
        record($"ReadKey {options}");
        return new KeyInfo(65, 'a', 0, true);
    }

    public override void FlushInputBuffer() => record("FlushInputBuffer");
    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw new PSNotImplementedException();
    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => record("SetBufferContents");
    public override void SetBufferContents(Rectangle rectangle, BufferCell fill) => record("SetBufferContents");
    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) => record("ScrollBufferContents");
}
