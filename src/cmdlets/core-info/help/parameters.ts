// What parameters of many commands are for, by their names: help for those whose command says nothing of its own.

const TEXTS = `
Action: The script block that runs when the event comes. $Event, $EventSubscriber, $Sender and $EventArgs tell of it.
Activity: The first line of the progress display.
Add: Values that are added to the property.
AdditionalChildPath: Further parts of the path, after -ChildPath.
Adjust: Changes the clock by this time span.
After: Only what is later than this date.
Algorithm: The hash function: SHA1, SHA256, SHA384, SHA512 or MD5; SHA256 otherwise.
Alias: Aliases that are exported or imported; wildcards are taken.
AliasesToExport: The aliases that the module exports.
All: All there are, not only the newest or nearest.
AllMatches: Every match of a line, not only the first.
AllStats: Everything the command can measure.
Any: Waits for one of the processes to end, not for all.
Append: Adds to the end of what is there already.
AppendPath: Files that are loaded after those that are loaded already.
ArgumentList: Arguments, in the order of the parameters that take them.
As: The form the answer is given in.
AsArray: Writes an array also where there is one object.
AsBaseObject: Gives the objects as the log has them.
AsByteStream: Reads or writes bytes, not text.
AsCustomObject: Gives an object whose methods are the module's functions.
AsHashTable: Gives a hashtable with the groups by their names.
AsHashtable: Gives hashtables in place of custom objects.
AsOSC52: Writes to the clipboard of the terminal, by an escape sequence that also works over SSH.
AsPlainText: The text is taken, or given, as it is, without encryption.
AsSecureString: Keeps the answer as a SecureString; what is typed is not shown.
AsString: Gives texts in place of objects.
AsUTC: Gives universal time.
AssemblyName: Names of .NET assemblies to load.
Attributes: Only items with these attributes.
Author: The module's author.
Average: Also the average.
BackgroundColor: The colour behind the text.
Before: Only what is earlier than this date.
Body: What the body of the page begins with.
Bottom: How many of the last objects of the order are wanted.
CaseInsensitive: Capital and small letters are the same.
CaseSensitive: Capital and small letters differ.
Category: The category of the error, or of the help that is looked for.
CategoryActivity: The activity in the error's category.
CategoryReason: The reason in the error's category.
CategoryTargetName: The target's name in the error's category.
CategoryTargetType: The target's type in the error's category.
Character: Also counts characters.
Charset: The charset the page names.
ChildPath: What is put after the path.
Cmdlet: Cmdlets that are exported or imported; wildcards are taken.
CmdletsToExport: The cmdlets that the module exports.
Command: The command, or the number of commands, that is wanted.
CommandLine: Entries whose command line is this; wildcards are taken.
CommandType: Only commands of these kinds.
CompanyName: The company of the module.
CompilerOptions: Not used here.
Completed: Takes the progress display away.
Component: Not used here.
Compress: Leaves out blanks and line ends.
ComputerName: Names of computers; without it, this one.
Container: Copies folders with what is in them; -Container:$false copies files alone.
Content: A text with the content that is searched.
Context: How many lines before and after a match are shown; two numbers for both.
Copyright: The module's copyright.
Count: How many.
CssUri: The address of the page's style sheet.
Culture: The culture by whose rules texts are compared or written.
CurrentOperation: What is being done right now, below the progress bar.
Date: The date; now, where nothing is said.
DateKind: What dates in JSON become: Default, Local, Utc, Offset or String.
Day: The day of the month.
Days: Whole days.
DefaultDisplayProperty: The property that stands for such an object.
DefaultDisplayPropertySet: The properties that are shown where nobody says which.
DefaultKeyPropertySet: The properties that tell two such objects apart.
Definition: Only aliases for this command; wildcards are taken.
Delimiter: The character or text that stands between two values.
Depth: How many levels below are gone down to.
Descending: From the greatest to the smallest.
Description: A sentence that says what it is for.
Destination: Where it goes.
Detailed: The help with parameters and examples.
DifferenceObject: The objects that are compared with -ReferenceObject.
Directory: Folders alone.
DisableNameChecking: Does not warn of verbs that are not approved.
DisplayHint: Shows the date, the time, or both.
DoubleQuote: Puts each text into double quotes.
Duration: How long to sleep, as a time span.
Empty: An empty identifier.
Encoding: How text is written as bytes: utf8NoBOM (where nothing is said), utf8BOM, ascii, unicode, latin1 and others.
End: The date the span ends at.
EntryType: Only entries of these kinds: Error, Warning, Information.
EnumsAsStrings: Writes names for enumeration values.
Environment: Variables the program gets besides those of this session; $null takes one away.
ErrorId: The first part of FullyQualifiedErrorId.
ErrorRecord: The error record to write.
EscapeHandling: Which characters are written as escapes.
EventArguments: What the event tells: $args of its action.
EventName: The event.
EventIdentifier: The number of the event.
Exception: The exception of the error.
Exclude: Names or patterns that are left out.
ExcludeDifferent: Leaves out what is on one side only.
ExcludeProperty: Properties that are left out; wildcards are taken.
ExpandProperty: The property whose value is given in place of the object; a collection's elements one by one.
Expression: The script block to measure.
Extension: The ending of the name.
File: Files alone.
FilePath: The path of the file or program.
FileVersionInfo: The versions of the program's file.
Filter: A pattern that names have to match.
FilterHashtable: What is looked for, as a hashtable: LogName, ProviderName, Level, Id, StartTime, EndTime.
First: How many, from the beginning.
FollowSymlink: Goes into folders that symbolic links lead to.
Force: Does what would otherwise be refused: hidden and read-only items, what is there already, missing folders.
ForegroundColor: The colour of the text.
Format: A .NET format string.
FormatString: A .NET format string for each object.
Forward: Passes the events on to the session's client.
Fragment: A table alone, without the page around it.
FullyQualifiedName: A module by name and version.
Function: Functions that are exported or imported; wildcards are taken.
Functionality: Not used here.
FunctionsToExport: The functions that the module exports.
GUID: The module's identifier.
Global: Into the global session state, wherever the command is run.
Group: Only verbs of these groups.
Head: What the head of the page holds.
Header: Names of the columns, where the text has none.
Hidden: Hidden items alone.
Hour: The hour.
Hours: Whole hours.
Id: Numbers, as the matching Get command shows them.
IgnoreWarnings: Not used here.
IgnoreWhiteSpace: Does not count blanks.
Include: Only names or patterns; with a path that ends in \\* or with -Recurse.
IncludeEqual: Gives also what is on both sides.
IncludeTotalCount: Tells first how many there are.
IncludeTypeInformation: Begins with a line that names the type.
IncludeUserName: Adds who a process belongs to.
Index: The places of the wanted objects, the first one 0.
InputObject: The objects the command works on; usually they come down the pipeline.
InputStream: A stream that is read in place of a file.
InstanceId: Only these event identifiers.
IsAbsolute: Tells whether the path is absolute.
IsValid: Tells whether the path could be one, there or not.
ItemType: File, Directory, SymbolicLink or HardLink.
Json: The text to check.
Key: Bytes of an AES key.
Language: Not used here: only definitions without code can be compiled.
Last: How many, from the end.
Leaf: The last part of the path.
LeafBase: The last part of the path without its ending.
Line: Also counts lines.
List: Only the first match of each file, or the names there are.
ListAvailable: What could be loaded, not what is.
ListImported: Only commands of this session, without looking for others.
ListLog: Names of logs, in place of their entries.
LiteralName: The name as it is written, without wildcards.
LiteralPath: The path as it is written: no character is a wildcard.
LoadUserProfile: Not used here.
LogName: The name of the log.
Maximum: The greatest value: one that is looked for, or the end of a range.
MaxEvents: How many entries, the newest first.
MaximumVersion: The newest version that will do.
MaxTriggerCount: How many events the subscription is for.
MaskInput: What is typed is shown as stars.
MemberDefinition: Not used here.
MemberName: The member's name.
MemberType: The kind of member.
Message: The text.
MessageData: What is kept with the event: $Event.MessageData.
Meta: Names and contents of meta elements.
Millisecond: The millisecond.
Milliseconds: Whole milliseconds.
MinimumVersion: The oldest version that will do.
Minimum: The smallest value: one that is looked for, or the beginning of a range.
Minute: The minute.
Minutes: Whole minutes.
Module: Only commands of these modules.
ModuleInfo: Modules, as Get-Module gives them.
ModuleVersion: The module's version.
Month: The month.
Name: Names; most commands take wildcards.
Namespace: Prefixes and the namespaces they stand for, as a hashtable.
NestedModules: Modules that are loaded within this one.
NewName: The new name.
Newest: How many, the newest first.
NewerThan: Tells whether it is newer than this date.
NoClobber: Does not write over what is there.
NoElement: Leaves out the members of the groups.
NoEmphasis: Does not mark what matched.
NoEnumerate: Gives an array as one object.
NoHeader: Leaves out the line with the names of the columns.
NoNewWindow: The program has this terminal.
NoNewline: Ends without a line end, and puts none between.
NoQualifier: The path without its drive.
NoTypeInformation: Has no effect: types are written only with -IncludeTypeInformation.
NoUserOverrides: Ignores what the user has set.
NotMatch: Lines that do not match.
NotePropertyMembers: Names and values of note properties, as a hashtable.
NotePropertyName: The name of a note property.
NotePropertyValue: The value of the note property.
Noun: Only commands with this noun.
Object: What is shown.
Off: No strict mode.
OlderThan: Tells whether it is older than this date.
Oldest: The oldest first.
OnType: Property names, each with the type it is looked for on.
Online: There is no help on the web for this shell.
Options: What the object may and may not: ReadOnly, Constant, Private, AllScope; or options of the check.
OutputAssembly: Not used here.
OutputPrefix: What stands before the joined text.
OutputSuffix: What stands after the joined text.
OutputType: Not used here.
PSDrive: Drives, by their names.
PSProvider: The provider's name, such as FileSystem.
Parent: All but the last part of the path.
ParentId: The progress display this one belongs below.
PassThru: Gives the object that was worked on; without it nothing is given.
Passthru: Gives the object that was worked on; without it nothing is given.
Path: Paths, with wildcards.
PathType: What has to be there: Container for a folder, Leaf for anything else, Any.
Pattern: The regular expression that is looked for; with -SimpleMatch a text.
PercentComplete: How much is done, in percent.
Persist: Not used here.
PostContent: What comes after the table.
PowerShellVersion: The version of PowerShell the module needs.
PreContent: What comes before the table.
Prefix: A prefix of the nouns of the imported commands.
PrependPath: Files that are loaded before those that are loaded already.
Prompt: What the person is asked.
Property: Properties by name or pattern, or computed ones: @{ Name = …; Expression = { … } }.
PropertyType: The type of the property.
ProviderName: Only entries of these sources.
Qualifier: The drive of the path.
Quiet: True or False alone.
QuoteFields: The columns that are put in quotes.
Raw: The whole as one text.
ReadCount: How many lines go down the pipeline at once; 0 for all.
ReadOnly: Read-only items alone.
RecommendedAction: What the person should do.
Recurse: Also what is in folders, and in theirs.
RedirectStandardError: The file that gets the program's errors.
RedirectStandardInput: The file the program reads.
RedirectStandardOutput: The file that gets the program's output.
ReferenceObject: The objects that others are compared with.
ReferencedAssemblies: Not used here.
Refresh: Looks for modules anew.
Relative: Paths relative to the current location.
RelativeBasePath: The folder relative paths begin at.
Remove: Values that are taken out of the property.
Replace: Values in place of all that are there.
RequiredModules: Modules that have to be loaded first.
RequiredVersion: The one version that will do.
Resolve: Gives the paths of the items that the joined path matches.
Role: Not used here.
Root: The folder the drive begins at.
RootModule: The module's main file.
Schema: The JSON schema, as a text.
SchemaFile: The file with the JSON schema.
Scope: Global, Local, Script, or so many scopes up.
ScriptBlock: The script block that is run.
Second: The second.
SecondValue: The second value, for members that have two: a setter, a type.
Seconds: Whole seconds.
SecondsRemaining: How many seconds it will still take.
SecureKey: The AES key as a SecureString.
SecureString: The SecureString to convert.
Sender: What the event comes from.
Separator: What stands between two texts.
SerializationDepth: How deep such objects are serialized.
SetSeed: Makes the numbers that follow the same each time.
Shuffle: All objects in a random order.
SimpleMatch: The pattern is a text, not a regular expression.
Since: The time the computer was started.
SingleQuote: Puts each text into single quotes.
Skip: How many are passed over, from the beginning.
SkipEditionCheck: Has no effect here.
SkipIndex: The places of the objects that are passed over.
SkipLast: How many are passed over, from the end.
SkipLimitCheck: Takes commands with more parts than usual.
Source: Only entries of these sources.
SourceId: The source the progress comes from.
SourceIdentifier: The event's name; wildcards are taken where events are looked for.
Stable: Objects that are equal keep their order.
Stack: The location stack that is shown.
StackName: The name of the location stack.
StandardDeviation: Also the standard deviation.
Start: The date the span begins at.
Status: What is being done, beside the progress bar.
Stream: Gives the lines one by one; or the stream of a file.
String: The text to convert.
StringData: Lines of the form name = value.
SubscriptionId: The number of the subscription.
Sum: Also the sum.
SupportEvent: Hides the subscription.
SyncWindow: How many places apart equal objects may be; all of them otherwise.
System: System items alone.
Tags: Words that tell which information it is.
Tail: How many lines, from the end.
TargetObject: The object that was worked on when the error came.
Timeout: Seconds it waits at most; without it, for ever.
Title: The title of the page.
Top: How many of the first objects of the order are wanted.
TotalCount: How many lines or commands, from the beginning.
Transitional: A page that also older programs take.
TypeData: Type data, as Get-TypeData gives it.
TypeDefinition: Not used here: there is no compiler for C#.
TypeName: Full names of types.
UFormat: A format as the Unix program date has it: %Y-%m-%d.
Unique: Each value once.
UnixTimeSeconds: Seconds since 1970, universal time.
UseCulture: The list separator of the culture as delimiter.
UseNewEnvironment: The program gets the variables of a new login alone.
UseQuotes: Which values are put in quotes: Always, AsNeeded or Never.
UseWindowsPowerShell: Not used here.
UserName: Only entries of these users.
UsingNamespace: Not used here.
Value: The value.
Variable: Variables that are exported or imported; wildcards are taken.
VariablesToExport: The variables that the module exports.
Verb: Only these verbs; wildcards are taken.
Version: The version of the rules: 1.0, 2.0, 3.0 or Latest.
View: Which members are listed: Extended, Adapted, Base or All.
Visibility: Public or Private.
Wait: Goes on when it is done.
WindowStyle: Not used here.
Word: Also counts words.
WorkingDirectory: The folder the program starts in.
XPath: The XPath expression.
Xml: Documents or nodes that are searched.
Year: The year.
`;

/** The text for a parameter of this name; undefined where there is none. */
export function parameterText(name: string): string | undefined {
  const start = TEXTS.indexOf(`\n${name}: `);
  return start < 0 ? undefined : TEXTS.slice(start + name.length + 3, TEXTS.indexOf("\n", start + 1));
}
