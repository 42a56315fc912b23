// Enumerations: names in the order of their numbers; "=n" gives the number where it is not the next one.

import type { TypeSource } from "../define.js";

interface EnumSource {
  readonly values: string;
  readonly flags?: true;
  readonly underlying?: string;
}

const plain = (values: string): EnumSource => ({ values });
const flags = (values: string): EnumSource => ({ values, flags: true });

const ENUMS: Readonly<Record<string, EnumSource>> = {
  "System.DayOfWeek": plain("Sunday Monday Tuesday Wednesday Thursday Friday Saturday"),
  "System.DateTimeKind": plain("Unspecified Utc Local"),
  "System.ConsoleColor": plain(
    "Black DarkBlue DarkGreen DarkCyan DarkRed DarkMagenta DarkYellow Gray DarkGray Blue Green Cyan Red Magenta Yellow White",
  ),
  "System.ConsoleKey": plain(
    "None Backspace=8 Tab Clear=12 Enter=13 Pause=19 Escape=27 Spacebar=32 PageUp PageDown End Home LeftArrow UpArrow RightArrow DownArrow Insert=45 Delete D0=48 D1 D2 D3 D4 D5 D6 D7 D8 D9 A=65 B C D E F G H I J K L M N O P Q R S T U V W X Y Z F1=112 F2 F3 F4 F5 F6 F7 F8 F9 F10 F11 F12",
  ),
  "System.ConsoleModifiers": flags("None=0 Alt=1 Shift=2 Control=4"),
  "System.StringComparison": plain(
    "CurrentCulture CurrentCultureIgnoreCase InvariantCulture InvariantCultureIgnoreCase Ordinal OrdinalIgnoreCase",
  ),
  "System.StringSplitOptions": flags("None=0 RemoveEmptyEntries=1 TrimEntries=2"),
  "System.MidpointRounding": plain("ToEven AwayFromZero ToZero ToNegativeInfinity ToPositiveInfinity"),
  "System.Base64FormattingOptions": flags("None=0 InsertLineBreaks=1"),
  "System.TypeCode": plain(
    "Empty Object DBNull Boolean Char SByte Byte Int16 UInt16 Int32 UInt32 Int64 UInt64 Single Double Decimal DateTime String=18",
  ),
  "System.PlatformID": plain("Win32S Win32Windows Win32NT WinCE Unix Xbox MacOSX Other"),
  "System.UriKind": plain("RelativeOrAbsolute Absolute Relative"),
  "System.UriHostNameType": plain("Unknown Basic Dns IPv4 IPv6"),
  "System.UriComponents": flags(
    "Scheme=1 UserInfo=2 Host=4 Port=8 Path=16 Query=32 Fragment=64 StrongPort=128 NormalizedHost=256 KeepDelimiter=1073741824 AbsoluteUri=127 HostAndPort=132 StrongAuthority=134 SchemeAndServer=13 HttpRequestUrl=61 PathAndQuery=48",
  ),
  "System.EnvironmentVariableTarget": plain("Process User Machine"),
  "System.AttributeTargets": flags(
    "Assembly=1 Module=2 Class=4 Struct=8 Enum=16 Constructor=32 Method=64 Property=128 Field=256 Event=512 Interface=1024 Parameter=2048 Delegate=4096 ReturnValue=8192 GenericParameter=16384 All=32767",
  ),
  "System.Environment+SpecialFolder": plain(
    "Desktop=0 Programs=2 MyDocuments=5 Personal=5 Favorites=6 Startup=7 Recent=8 SendTo=9 StartMenu=11 MyMusic=13 MyVideos=14 DesktopDirectory=16 MyComputer=17 NetworkShortcuts=19 Fonts=20 Templates=21 CommonStartMenu=22 CommonPrograms=23 CommonStartup=24 CommonDesktopDirectory=25 ApplicationData=26 PrinterShortcuts=27 LocalApplicationData=28 InternetCache=32 Cookies=33 History=34 CommonApplicationData=35 Windows=36 System=37 ProgramFiles=38 MyPictures=39 UserProfile=40",
  ),
  "System.Globalization.NumberStyles": flags(
    "None=0 AllowLeadingWhite=1 AllowTrailingWhite=2 AllowLeadingSign=4 Integer=7 AllowTrailingSign=8 AllowParentheses=16 AllowDecimalPoint=32 AllowThousands=64 Number=111 AllowExponent=128 Float=167 AllowCurrencySymbol=256 Currency=383 Any=511 AllowHexSpecifier=512 HexNumber=515 AllowBinarySpecifier=1024 BinaryNumber=1027",
  ),
  "System.Globalization.DateTimeStyles": flags(
    "None=0 AllowLeadingWhite=1 AllowTrailingWhite=2 AllowInnerWhite=4 AllowWhiteSpaces=7 NoCurrentDateDefault=8 AdjustToUniversal=16 AssumeLocal=32 AssumeUniversal=64 RoundtripKind=128",
  ),
  "System.Globalization.UnicodeCategory": plain(
    "UppercaseLetter LowercaseLetter TitlecaseLetter ModifierLetter OtherLetter NonSpacingMark SpacingCombiningMark EnclosingMark DecimalDigitNumber LetterNumber OtherNumber SpaceSeparator LineSeparator ParagraphSeparator Control Format Surrogate PrivateUse ConnectorPunctuation DashPunctuation OpenPunctuation ClosePunctuation InitialQuotePunctuation FinalQuotePunctuation OtherPunctuation MathSymbol CurrencySymbol ModifierSymbol OtherSymbol OtherNotAssigned",
  ),
  "System.Globalization.CalendarWeekRule": plain("FirstDay FirstFullWeek FirstFourDayWeek"),
  "System.Text.NormalizationForm": plain("FormC=1 FormD=2 FormKC=5 FormKD=6"),
  "System.Text.RegularExpressions.RegexOptions": flags(
    "None=0 IgnoreCase=1 Multiline=2 ExplicitCapture=4 Compiled=8 Singleline=16 IgnorePatternWhitespace=32 RightToLeft=64 ECMAScript=256 CultureInvariant=512 NonBacktracking=1024",
  ),
  "System.IO.FileMode": plain("CreateNew=1 Create Open OpenOrCreate Truncate Append"),
  "System.IO.FileAccess": flags("Read=1 Write=2 ReadWrite=3"),
  "System.IO.FileShare": flags("None=0 Read=1 Write=2 ReadWrite=3 Delete=4 Inheritable=16"),
  "System.IO.FileOptions": flags("None=0 Encrypted=16384 DeleteOnClose=67108864 SequentialScan=134217728"),
  "System.IO.FileAttributes": flags(
    "None=0 ReadOnly=1 Hidden=2 System=4 Directory=16 Archive=32 Device=64 Normal=128 Temporary=256 SparseFile=512 ReparsePoint=1024 Compressed=2048 Offline=4096 NotContentIndexed=8192 Encrypted=16384 IntegrityStream=32768 NoScrubData=131072",
  ),
  "System.IO.SearchOption": plain("TopDirectoryOnly AllDirectories"),
  "System.IO.SeekOrigin": plain("Begin Current End"),
  "System.IO.UnixFileMode": flags(
    "None=0 OtherExecute=1 OtherWrite=2 OtherRead=4 GroupExecute=8 GroupWrite=16 GroupRead=32 UserExecute=64 UserWrite=128 UserRead=256 StickyBit=512 SetGroup=1024 SetUser=2048",
  ),
  "System.IO.DriveType": plain("Unknown NoRootDirectory Removable Fixed Network CDRom Ram"),
  "System.Net.Sockets.AddressFamily": plain("Unspecified=0 Unix=1 InterNetwork=2 InterNetworkV6=23"),
  "System.Net.HttpStatusCode": plain(
    "Continue=100 SwitchingProtocols OK=200 Created Accepted NonAuthoritativeInformation NoContent ResetContent PartialContent MultipleChoices=300 MovedPermanently=301 Found=302 SeeOther=303 NotModified=304 TemporaryRedirect=307 PermanentRedirect=308 BadRequest=400 Unauthorized PaymentRequired Forbidden NotFound MethodNotAllowed NotAcceptable ProxyAuthenticationRequired RequestTimeout Conflict Gone LengthRequired PreconditionFailed RequestEntityTooLarge RequestUriTooLong UnsupportedMediaType RequestedRangeNotSatisfiable ExpectationFailed UnprocessableEntity=422 Locked TooManyRequests=429 InternalServerError=500 NotImplemented BadGateway ServiceUnavailable GatewayTimeout HttpVersionNotSupported",
  ),
  "System.Net.SecurityProtocolType": flags("SystemDefault=0 Tls=192 Tls11=768 Tls12=3072 Tls13=12288"),
  "System.Threading.ThreadState": flags(
    "Running=0 StopRequested=1 SuspendRequested=2 Background=4 Unstarted=8 Stopped=16 WaitSleepJoin=32",
  ),
  "System.Threading.ApartmentState": plain("STA MTA Unknown"),
  "System.Diagnostics.ProcessPriorityClass": plain(
    "Normal=32 Idle=64 High=128 RealTime=256 BelowNormal=16384 AboveNormal=32768",
  ),
  "System.Diagnostics.ProcessWindowStyle": plain("Normal Hidden Minimized Maximized"),
  "System.Security.Cryptography.CipherMode": plain("CBC=1 ECB OFB CFB CTS"),
  "System.Runtime.InteropServices.Architecture": plain("X86 X64 Arm Arm64"),
  "System.Data.CommandType": plain("Text=1 StoredProcedure=4 TableDirect=512"),
  "System.ComponentModel.ListSortDirection": plain("Ascending Descending"),
  "System.Xml.XmlNodeType": plain(
    "None Element Attribute Text CDATA EntityReference Entity ProcessingInstruction Comment Document DocumentType DocumentFragment Notation Whitespace SignificantWhitespace EndElement EndEntity XmlDeclaration",
  ),
  "System.Management.Automation.ActionPreference": plain("SilentlyContinue Stop Continue Inquire Ignore Suspend Break"),
  "System.Management.Automation.ErrorCategory": plain(
    "NotSpecified OpenError CloseError DeviceError DeadlockDetected InvalidArgument InvalidData InvalidOperation InvalidResult InvalidType MetadataError NotImplemented NotInstalled ObjectNotFound OperationStopped OperationTimeout SyntaxError ParserError PermissionDenied ResourceBusy ResourceExists ResourceUnavailable ReadError WriteError FromStdErr SecurityError ProtocolError ConnectionError AuthenticationError LimitsExceeded QuotaExceeded NotEnabled",
  ),
  "System.Management.Automation.ConfirmImpact": plain("None Low Medium High"),
  "System.Management.Automation.CommandTypes": flags(
    "Alias=1 Function=2 Filter=4 Cmdlet=8 ExternalScript=16 Application=32 Script=64 Configuration=256 All=383",
  ),
  "System.Management.Automation.ScopedItemOptions": flags(
    "None=0 ReadOnly=1 Constant=2 Private=4 AllScope=8 Unspecified=16",
  ),
  "System.Management.Automation.SplitOptions": flags(
    "SimpleMatch=1 RegexMatch=2 CultureInvariant=4 IgnorePatternWhitespace=8 Multiline=16 Singleline=32 IgnoreCase=64 ExplicitCapture=128",
  ),
  "System.Management.Automation.WildcardOptions": flags("None=0 Compiled=1 IgnoreCase=2 CultureInvariant=4"),
  "System.Management.Automation.PSMemberTypes": flags(
    "AliasProperty=1 CodeProperty=2 Property=4 NoteProperty=8 ScriptProperty=16 Properties=31 PropertySet=32 Method=64 CodeMethod=128 ScriptMethod=256 Methods=448 ParameterizedProperty=512 MemberSet=1024 Event=2048 Dynamic=4096 InferredProperty=8192 All=16383",
  ),
  "System.Management.Automation.PSMemberViewTypes": flags("Extended=1 Adapted=2 Base=4 All=7"),
  "System.Management.Automation.JobState": plain(
    "NotStarted Running Completed Failed Stopped Blocked Suspended Disconnected Suspending Stopping AtBreakpoint",
  ),
  "System.Management.Automation.JobThreadOptions": plain("Default UseThreadPoolThread UseNewThread"),
  "System.Management.Automation.PSInvocationState": plain(
    "NotStarted Running Stopping Stopped Completed Failed Disconnected",
  ),
  "System.Management.Automation.Runspaces.RunspaceState": plain(
    "BeforeOpen Opening Opened Closed Closing Broken Disconnecting Disconnected Connecting",
  ),
  "System.Management.Automation.Runspaces.RunspaceAvailability": plain(
    "None Available AvailableForNestedCommand Busy RemoteDebug",
  ),
  "System.Management.Automation.Runspaces.PSThreadOptions": plain("Default UseNewThread ReuseThread UseCurrentThread"),
  "System.Management.Automation.Runspaces.OutputBufferingMode": plain("None Drop Block"),
  "System.Management.Automation.RemotingCapability": plain("None PowerShell SupportedByCommand OwnedByCommand"),
  "System.Management.Automation.RemotingBehavior": plain("None PowerShell Custom"),
  "System.Management.Automation.ProgressRecordType": plain("Processing Completed"),
  "System.Management.Automation.CommandOrigin": plain("Runspace Internal"),
  "System.Management.Automation.ModuleType": plain("Script Binary Manifest Cim Workflow"),
  "System.Management.Automation.SessionStateEntryVisibility": plain("Public Private"),
  "System.Management.Automation.PSLanguageMode": plain(
    "FullLanguage RestrictedLanguage NoLanguage ConstrainedLanguage",
  ),
  "System.Management.Automation.ValidateRangeKind": plain("Positive NonNegative Negative NonPositive"),
  "System.Management.Automation.OutputRendering": plain("Host PlainText Ansi"),
  "System.Management.Automation.ProgressView": plain("Minimal Classic"),
  "System.Management.Automation.ErrorView": plain("NormalView CategoryView ConciseView DetailedView"),
  "System.Management.Automation.WhereOperatorSelectionMode": plain("Default First Last SkipUntil Until Split"),
  "System.Management.Automation.CompletionResultType": plain(
    "Text History Command ProviderItem ProviderContainer Property Method ParameterName ParameterValue Variable Namespace Type Keyword DynamicKeyword",
  ),
  "System.Management.Automation.ProviderCapabilities": flags(
    "None=0 Include=1 Exclude=2 Filter=4 ExpandWildcards=8 ShouldProcess=16 Credentials=32 Transactions=64",
  ),
  "System.Management.Automation.PSTokenType": plain(
    "Unknown Command CommandParameter CommandArgument Number String Variable Member LoopLabel Attribute Type Operator GroupStart GroupEnd Keyword Comment StatementSeparator NewLine LineContinuation Position",
  ),
  "Microsoft.PowerShell.ExecutionPolicy": plain(
    "Unrestricted=0 RemoteSigned=1 AllSigned=2 Restricted=3 Default=3 Bypass=4 Undefined=5",
  ),
  "Microsoft.PowerShell.ExecutionPolicyScope": plain("Process CurrentUser LocalMachine UserPolicy MachinePolicy"),
  "Microsoft.PowerShell.Commands.FileSystemCmdletProviderEncoding": plain(
    "Unknown String Unicode Byte BigEndianUnicode UTF8 UTF7 UTF32 Ascii Default Oem BigEndianUTF32",
  ),
  "Microsoft.PowerShell.Commands.TestPathType": plain("Any Container Leaf"),
  "Microsoft.PowerShell.Commands.WebRequestMethod": plain("Default Get Head Post Put Delete Trace Options Merge Patch"),
  "Microsoft.PowerShell.Commands.OpenMode": plain("Add New Overwrite"),
};

/** Names and numbers of an enumeration. */
function numbered(values: string): [string, number][] {
  let next = 0;
  return values.split(" ").map((item) => {
    const [name, number] = item.split("=") as [string, string | undefined];
    const value = number === undefined ? next : Number(number);
    next = value + 1;
    return [name, value];
  });
}

export interface EnumDefinitionSource extends TypeSource {
  readonly enumValues: readonly (readonly [string, number])[];
  readonly flags?: boolean;
}

export const enumTypes: Readonly<Record<string, () => EnumDefinitionSource>> = Object.fromEntries(
  Object.entries(ENUMS).map(([name, source]) => [
    name,
    (): EnumDefinitionSource => ({
      enumValues: numbered(source.values),
      ...(source.flags && { flags: true }),
    }),
  ]),
);
