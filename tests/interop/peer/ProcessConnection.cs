// A connection of the engine's own client over the standard streams of any program that serves PSRP.
//
// The engine lets others bring a transport: a RunspaceConnectionInfo that makes a ClientSessionTransportManagerBase, which is handed lines and writes lines.

using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Management.Automation.Remoting;
using System.Management.Automation.Remoting.Client;
using System.Management.Automation.Runspaces;

namespace Peer;

sealed class ProcessConnection : RunspaceConnectionInfo
{
    readonly IReadOnlyList<string> _command;
    string _computerName = "peer";

    public ProcessConnection(IReadOnlyList<string> command) => _command = command;

    /// <summary>The far end's process, once the runspace is opening.</summary>
    public Process? Process { get; private set; }

    /// <summary>What the far end wrote to stderr.</summary>
    public List<string> Errors { get; } = new();

    public override string ComputerName { get => _computerName; set => _computerName = value; }
    public override PSCredential? Credential { get; set; }
    public override AuthenticationMechanism AuthenticationMechanism { get; set; }
    public override string CertificateThumbprint { get; set; } = "";

    // The engine clones the connection before it connects; the process must be seen from the one we hold.
    public override RunspaceConnectionInfo Clone() => this;

    public override BaseClientSessionTransportManager CreateClientSessionTransportManager(Guid instanceId, string sessionName, PSRemotingCryptoHelper cryptoHelper)
        => new Transport(this, instanceId, cryptoHelper);

    Process Start()
    {
        var start = new ProcessStartInfo(_command[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in _command.Skip(1)) start.ArgumentList.Add(argument);
        Process = Process.Start(start) ?? throw new InvalidOperationException("cannot start " + _command[0]);
        Process.ErrorDataReceived += (_, line) => { if (line.Data is { Length: > 0 } text) lock (Errors) Errors.Add(text); };
        Process.BeginErrorReadLine();
        return Process;
    }

    sealed class Transport(ProcessConnection connection, Guid id, PSRemotingCryptoHelper crypto) : ClientSessionTransportManagerBase(id, crypto)
    {
        Process? _process;

        public override void CreateAsync()
        {
            _process = connection.Start();
            SetMessageWriter(_process.StandardInput);
            new Thread(ReadLines) { IsBackground = true, Name = "peer reader" }.Start();
            SendOneItem();
        }

        void ReadLines()
        {
            try
            {
                while (_process!.StandardOutput.ReadLine() is { } line)
                {
                    if (line.Length > 0) HandleDataReceived(line);
                }
            }
            catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException)
            {
                // the process was ended under the reader: the same as the end of its output
            }
            var reason = new PSRemotingTransportException("The far end's output has ended.");
            RaiseErrorHandler(new TransportErrorOccuredEventArgs(reason, TransportMethodEnum.CloseShellOperationEx));
        }

        protected override void CleanupConnection()
        {
            try
            {
                if (_process is { HasExited: false }) _process.Kill(entireProcessTree: true);
            }
            catch (InvalidOperationException)
            {
                // it ended meanwhile
            }
        }

        protected override void Dispose(bool isDisposing)
        {
            base.Dispose(isDisposing);
            if (isDisposing) CleanupConnection();
        }
    }
}
