// Stand-ins for the few cmdlets of Microsoft.PowerShell.Utility and Microsoft.PowerShell.Management that the scenarios use; the package brings the engine without them.
//
// Each does what the documented cmdlet does for the parameters listed here, by the engine's public API; nothing else is promised.

using System.Management.Automation;
using System.Management.Automation.Host;
using System.Reflection;

namespace Microsoft.PowerShell.Commands;

/// <summary>The exception of Write-Error's records; its full name is their error id.</summary>
public class WriteErrorException(string message) : SystemException(message);

[Cmdlet("Write", "Output")]
public sealed class WriteOutput : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromRemainingArguments = true), AllowNull, AllowEmptyCollection]
    public PSObject?[]? InputObject { get; set; }
    [Parameter] public SwitchParameter NoEnumerate { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject == null) WriteObject(null);
        else foreach (var item in InputObject) WriteObject(item, !NoEnumerate);
    }
}

[Cmdlet("Write", "Error", DefaultParameterSetName = "NoException")]
public sealed class WriteErrorCommand : PSCmdlet
{
    [Parameter(Position = 0, ParameterSetName = "NoException", Mandatory = true, ValueFromPipeline = true), Parameter(ParameterSetName = "WithException"), AllowEmptyString]
    public string? Message { get; set; }
    [Parameter(ParameterSetName = "WithException", Mandatory = true)] public Exception? Exception { get; set; }
    [Parameter(ParameterSetName = "ErrorRecord", Mandatory = true)] public ErrorRecord? ErrorRecord { get; set; }
    [Parameter] public string ErrorId { get; set; } = "";
    [Parameter] public ErrorCategory Category { get; set; }
    [Parameter] public object? TargetObject { get; set; }
    [Parameter] public string RecommendedAction { get; set; } = "";

    protected override void ProcessRecord()
    {
        var exception = Exception ?? new WriteErrorException(Message ?? "");
        var id = ErrorId.Length > 0 ? ErrorId : exception.GetType().FullName!;
        var record = ErrorRecord ?? new ErrorRecord(exception, id, Category, TargetObject);
        if (RecommendedAction.Length > 0) record.ErrorDetails = new ErrorDetails(exception.Message) { RecommendedAction = RecommendedAction };
        BlameCaller(record);
        WriteError(record);
    }

    // A record of Write-Error tells of its caller, not of Write-Error; what says so is internal to the engine.
    void BlameCaller(ErrorRecord record)
    {
        if (GetVariableValue("MyInvocation") is not InvocationInfo caller) return;
        const BindingFlags Internal = BindingFlags.Instance | BindingFlags.NonPublic;
        typeof(ErrorRecord).GetMethod("SetInvocationInfo", Internal)!.Invoke(record, [caller]);
        typeof(ErrorRecord).GetProperty("PreserveInvocationInfoOnce", Internal)!.SetValue(record, true);
        record.CategoryInfo.Activity = "Write-Error";
    }
}

public abstract class WriteMessage : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true), AllowEmptyString]
    public string Message { get; set; } = "";
}

[Cmdlet("Write", "Warning")]
public sealed class WriteWarningCommand : WriteMessage
{
    protected override void ProcessRecord() => WriteWarning(Message);
}

[Cmdlet("Write", "Verbose")]
public sealed class WriteVerboseCommand : WriteMessage
{
    protected override void ProcessRecord() => WriteVerbose(Message);
}

[Cmdlet("Write", "Debug")]
public sealed class WriteDebugCommand : WriteMessage
{
    protected override void ProcessRecord() => WriteDebug(Message);
}

[Cmdlet("Write", "Information")]
public sealed class WriteInformationCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true), Alias("Msg", "Message")]
    public object? MessageData { get; set; }
    [Parameter(Position = 1)] public string[] Tags { get; set; } = [];

    protected override void ProcessRecord() => WriteInformation(MessageData, Tags);
}

[Cmdlet("Write", "Host")]
public sealed class WriteHostCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromRemainingArguments = true)] public object? Object { get; set; }
    [Parameter] public SwitchParameter NoNewline { get; set; }
    [Parameter] public ConsoleColor? ForegroundColor { get; set; }
    [Parameter] public ConsoleColor? BackgroundColor { get; set; }

    protected override void ProcessRecord()
    {
        var message = new HostInformationMessage
        {
            Message = (string)LanguagePrimitives.ConvertTo(Object ?? "", typeof(string)),
            NoNewLine = NoNewline,
            ForegroundColor = ForegroundColor,
            BackgroundColor = BackgroundColor,
        };
        WriteInformation(message, ["PSHOST"]); // the tag makes the engine show it on the host as well
    }
}

[Cmdlet("Write", "Progress")]
public sealed class WriteProgressCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0)] public string Activity { get; set; } = "";
    [Parameter(Position = 1)] public string Status { get; set; } = "Processing";
    [Parameter(Position = 2)] public int Id { get; set; }
    [Parameter] public int PercentComplete { get; set; } = -1;
    [Parameter] public int SecondsRemaining { get; set; } = -1;
    [Parameter] public string? CurrentOperation { get; set; }
    [Parameter] public int ParentId { get; set; } = -1;
    [Parameter] public SwitchParameter Completed { get; set; }

    protected override void ProcessRecord() => WriteProgress(new ProgressRecord(Id, Activity, Status)
    {
        PercentComplete = PercentComplete,
        SecondsRemaining = SecondsRemaining,
        CurrentOperation = CurrentOperation,
        ParentActivityId = ParentId,
        RecordType = Completed ? ProgressRecordType.Completed : ProgressRecordType.Processing,
    });
}

[Cmdlet("Read", "Host")]
public sealed class ReadHostCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromRemainingArguments = true)] public object? Prompt { get; set; }
    [Parameter] public SwitchParameter AsSecureString { get; set; }

    protected override void ProcessRecord()
    {
        if (Prompt == null)
        {
            WriteObject(AsSecureString ? Host.UI.ReadLineAsSecureString() : Host.UI.ReadLine());
            return;
        }
        var field = new FieldDescription((string)LanguagePrimitives.ConvertTo(Prompt, typeof(string)));
        field.SetParameterType(AsSecureString ? typeof(System.Security.SecureString) : typeof(string));
        foreach (var answer in Host.UI.Prompt("", "", [field]).Values) WriteObject(answer);
    }
}

[Cmdlet("Start", "Sleep", DefaultParameterSetName = "Seconds")]
public sealed class StartSleepCommand : PSCmdlet
{
    readonly ManualResetEventSlim _stopped = new();
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "Seconds")] public double Seconds { get; set; }
    [Parameter(Mandatory = true, ParameterSetName = "Milliseconds")] public int Milliseconds { get; set; }

    protected override void ProcessRecord()
        => _stopped.Wait(ParameterSetName == "Seconds" ? TimeSpan.FromSeconds(Seconds) : TimeSpan.FromMilliseconds(Milliseconds));
    protected override void StopProcessing() => _stopped.Set();
}

[Cmdlet("New", "Object")]
public sealed class NewObjectCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true)] public string TypeName { get; set; } = "";
    [Parameter(Position = 1)] public object?[] ArgumentList { get; set; } = [];

    protected override void ProcessRecord()
    {
        var type = (Type)LanguagePrimitives.ConvertTo(TypeName, typeof(Type));
        WriteObject(Activator.CreateInstance(type, ArgumentList.Select(a => a is PSObject o ? o.BaseObject : a).ToArray()));
    }
}

[Cmdlet("Select", "Object")]
public sealed class SelectObjectCommand : PSCmdlet
{
    int _seen;
    [Parameter(ValueFromPipeline = true)] public PSObject? InputObject { get; set; }
    [Parameter(Position = 0)] public string[]? Property { get; set; }
    [Parameter] public int First { get; set; } = int.MaxValue;

    protected override void ProcessRecord()
    {
        if (_seen++ >= First || InputObject == null) return;
        if (Property == null)
        {
            WriteObject(InputObject);
            return;
        }
        var selected = new PSObject();
        foreach (var name in Property) selected.Properties.Add(new PSNoteProperty(name, InputObject.Properties[name]?.Value));
        WriteObject(selected);
    }
}

/// <summary>What Measure-Object gives without parameters.</summary>
public sealed class GenericMeasureInfo
{
    public int Count { get; set; }
}

[Cmdlet("Measure", "Object")]
public sealed class MeasureObjectCommand : PSCmdlet
{
    readonly GenericMeasureInfo _info = new();
    [Parameter(ValueFromPipeline = true)] public PSObject? InputObject { get; set; }
    protected override void ProcessRecord() => _info.Count++;
    protected override void EndProcessing() => WriteObject(_info);
}

[Cmdlet("Get", "Date")]
public sealed class GetDateCommand : PSCmdlet
{
    [Parameter(Position = 0)] public DateTime? Date { get; set; }
    protected override void ProcessRecord() => WriteObject(Date ?? DateTime.Now);
}

[Cmdlet("Set", "Location")]
public sealed class SetLocationCommand : PSCmdlet
{
    [Parameter(Position = 0)] public string? Path { get; set; }
    [Parameter] public string? LiteralPath { get; set; }
    protected override void ProcessRecord() => SessionState.Path.SetLocation(LiteralPath != null ? WildcardPattern.Escape(LiteralPath) : Path ?? "~");
}

[Cmdlet("Get", "Location")]
public sealed class GetLocationCommand : PSCmdlet
{
    protected override void ProcessRecord() => WriteObject(SessionState.Path.CurrentLocation);
}
