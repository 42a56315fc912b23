// The real PowerShell engine as a peer of Remora, one mode a file.
//
//   peer serve [-wd DIR] [-EncodedCommand TEXT]   a PSRP server over stdin and stdout, as `pwsh -s`
//   peer drive [FILE] -- COMMAND [ARGS…]          a PSRP client: runs the scenarios of FILE (or stdin) on COMMAND, one JSON line a result
//   peer job [FILE] -- COMMAND [ARGS…]            the engine's own Start-Job and Invoke-Command with COMMAND at the far end
//   peer command TEXT                             runs TEXT in a local runspace, prints what it gives (what `pwsh -c TEXT` does)
//   peer bench [NAME…]                            the engine's side of the budget table, as JSON

using System.Text;
using Peer;

Console.OutputEncoding = new UTF8Encoding(false);
var mode = args.Length > 0 ? args[0] : "";
var rest = args.Skip(1).ToArray();
try
{
    return mode switch
    {
        "serve" => Serve.Run(rest),
        "drive" => Drive.Run(rest),
        "job" => Job.Run(rest),
        "command" => Local.Run(rest),
        "bench" => Bench.Run(rest),
        _ => Usage(),
    };
}
catch (UsageException error)
{
    Console.Error.WriteLine("peer: " + error.Message);
    return 64;
}

static int Usage()
{
    Console.Error.WriteLine("usage: peer serve | drive [FILE] -- COMMAND [ARGS…] | job [FILE] -- COMMAND [ARGS…] | command TEXT | bench [NAME…]");
    return 64;
}

namespace Peer
{
    public sealed class UsageException(string message) : Exception(message);
}
