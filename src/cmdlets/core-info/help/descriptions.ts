// What each command does, in two or three sentences: the DESCRIPTION of Get-Help. A command's synopsis says what it is for.

const TEXTS = `
Compress-Archive: Packs files and folders into a ZIP archive. A folder is packed with its name and all that is in it.
Expand-Archive: Unpacks a ZIP archive into a folder. Files that are there already are left alone, with an error, unless -Force is said.
Get-Credential: Asks for a user name and a password and keeps both in one object, the password out of sight. Commands with a -Credential parameter take it.
Get-ExecutionPolicy: Tells which scripts may run. Off Windows it is Unrestricted for everybody.
Set-ExecutionPolicy: Execution policies are a matter of Windows: elsewhere this is an error.
Restart-Computer: Restarts the computer the session runs on, at once, with shutdown. For another computer run it there: Invoke-Command server01 { Restart-Computer }.
Stop-Computer: Shuts down the computer the session runs on, at once, with shutdown.
Test-Connection: Finds out whether a computer answers: to pings, by the computer's own ping program, or, with -TcpPort, to a connection to one of its ports.
Get-Variable: Gets variables with their names and values; -ValueOnly gives the values alone. -Scope looks in one scope only.
Set-Variable: Gives a variable a value, and makes it where there is none. It can also make a variable read-only, constant or private.
New-Variable: Makes a variable. It is an error where there is one of that name already, unless -Force is said.
Clear-Variable: Makes a variable $null; the variable stays.
Remove-Variable: Takes variables away. Read-only ones need -Force.
Get-Alias: Gets the short names of commands. With -Definition it tells which aliases a command has.
Set-Alias: Makes an alias for a command, or changes one. An alias takes no arguments of its own: write a function for that.
New-Alias: Makes an alias; it is an error where there is one of that name.
Remove-Alias: Takes an alias away.
Export-Alias: Writes aliases to a file that Import-Alias reads.
Import-Alias: Reads aliases that Export-Alias wrote.
Add-Member: Adds a property or method to one object. The object itself is changed; for an object of a simple type, such as a number, use -PassThru and keep what it gives.
Get-Member: Lists the properties and methods of the objects that come down the pipeline, once for each type. It is the way to find out what can be done with what a command gave.
Get-Command: Gets commands: cmdlets, functions, aliases, and with -CommandType Application programs. With a name it tells what that name stands for.
Get-Help: Shows what a command is for and how it is called. -Examples, -Detailed and -Full show more; -Parameter shows one parameter. Topics, whose names begin with about_, tell how things belong together.
Get-Verb: Gets the verbs that names of commands begin with, and their groups.
Get-Host: Gets the object that stands for the program the session runs in.
Get-Culture: Gets the culture by whose rules dates and numbers are shown.
Get-UICulture: Gets the culture of the texts that the program shows.
Update-List: Adds values to a property that is a list, and takes values out.
Unblock-File: Takes away the mark of files from the web. Off Windows there is none, so it changes nothing.
Get-Module: Gets the modules of the session; with -ListAvailable those that could be loaded.
Import-Module: Loads a module: a folder or file with functions. Its exported commands are known from then on.
New-Module: Makes a module of a script block, in memory. With -AsCustomObject its functions become methods of an object.
Remove-Module: Takes a module and its commands out of the session.
Export-ModuleMember: Says, within a module, which of its members others see.
New-ModuleManifest: Writes the file that describes a module.
Test-ModuleManifest: Reads a module's manifest and checks that the files it names are there.
Get-Error: Shows all there is to say about the last errors: messages, positions, inner exceptions.
Set-PSDebug: Makes a variable without a value an error in the whole session, or ends that. Scripts are not traced here.
Set-StrictMode: Makes errors of what is usually let pass: variables without a value, properties that are not there. It holds in the current scope and those below.
Update-TypeData: Adds members to all objects of a type, or says which properties are shown.
Get-TypeData: Gets what Update-TypeData added.
Remove-TypeData: Takes away what Update-TypeData added.
Get-History: Gets the command lines of this session.
Add-History: Adds entries to the history.
Clear-History: Takes entries out of the history.
Invoke-History: Runs a command line of the history again.
ConvertTo-Csv: Writes objects as lines of values with commas between. The first object decides which columns there are.
ConvertFrom-Csv: Reads lines of values; each line becomes an object whose properties have the columns' names. All values are texts.
Export-Csv: Writes objects to a CSV file: a line with the names of their properties, then a line for each object.
Import-Csv: Reads a CSV file; each line becomes an object whose properties are texts.
Format-Table: Shows objects as a table. It gives instructions for the display, so it comes last in a pipeline: to choose properties for further work use Select-Object.
Format-List: Shows each property of the objects on a line of its own. With * it shows all of them.
Format-Wide: Shows one property of each object, in columns.
Format-Custom: Shows objects with all that is in them, level by level.
Format-Hex: Shows bytes, sixteen a line, as numbers and as characters.
Out-String: Makes text of objects as they would be shown. -Stream gives it line by line.
Out-Default: Shows what comes to the end of a pipeline. It is called by itself; nobody has to.
Out-Host: Shows objects on the terminal; they go no further down the pipeline.
Out-Null: Throws away what comes.
Clear-Host: Clears the terminal.
Out-File: Writes objects to a file as they would be shown: what > does.
Get-FormatData: Gets the views of types.
Get-EventLog: Gets entries of the host's log: of the journal, or of the files of syslog. The log 'Windows PowerShell' is the shell's own, with its sessions and jobs.
Get-WinEvent: Gets entries of logs, the newest first, with further ways to choose: -FilterHashtable @{ LogName = …; Level = 2; StartTime = … }.
ConvertTo-Json: Writes objects as JSON. What lies deeper than -Depth (2, where nothing is said) is written as text, with a warning.
ConvertFrom-Json: Reads JSON: objects become custom objects, or hashtables with -AsHashtable. An array is given element by element.
Test-Json: Tells whether a text is JSON, and with -Schema whether it is as the schema says.
Add-Content: Adds lines to the end of a file, and makes it where there is none.
Clear-Content: Empties a file; the file stays.
Clear-Item: Takes the value out of an item, such as a variable.
Convert-Path: Makes provider paths of PowerShell paths: what a program of the computer understands.
Copy-Item: Copies files and folders; a folder with what is in it only with -Recurse. With -ToSession and -FromSession it copies to and from other computers.
Get-ChildItem: Gets what is in a folder or another container. With -Recurse it goes into folders; -File and -Directory choose between the kinds.
Get-Content: Reads a file line by line. -Raw gives the whole as one text, -Tail the last lines, and -Wait goes on with what is added.
Get-Item: Gets the item at a path: the folder itself, not what is in it.
Get-ItemProperty: Gets the properties of an item.
Get-ItemPropertyValue: Gets the values of properties of an item, without the object around them.
Get-PSDrive: Gets the drives of the session: folders, the environment, variables, functions, aliases.
Get-PSProvider: Gets the kinds of drives there are.
Invoke-Item: Runs a script, or opens a file with the desktop's own program.
Join-Path: Puts parts of a path together with one separator between. The path need not be there.
Move-Item: Moves files and folders, or gives them another name.
New-Item: Makes a file, a folder or a link. -Force makes missing folders on the way and writes over a file that is there.
New-PSDrive: Makes a drive: a short name for a folder, in this session.
Remove-Item: Deletes files and folders. A folder with something in it needs -Recurse.
Remove-PSDrive: Takes a drive out of the session; what is in it stays.
Rename-Item: Gives a file or folder another name in its folder.
Resolve-Path: Finds the items a path with wildcards stands for, and gives their full paths.
Set-Content: Writes lines to a file in place of all that was in it.
Set-Item: Changes the value of an item, such as a variable or a function.
Set-ItemProperty: Changes properties of items, such as LastWriteTime and IsReadOnly.
Split-Path: Gives one part of a path: its parent, unless another is asked for.
Test-Path: Tells whether there is something at a path; with -PathType, whether it is a file or a folder.
Clear-ItemProperty: Takes the value out of a property of an item.
New-ItemProperty: Files have no properties of one's own: an error, as in PowerShell off Windows.
Remove-ItemProperty: Files have no properties of one's own: an error, as in PowerShell off Windows.
Rename-ItemProperty: Files have no properties of one's own: an error, as in PowerShell off Windows.
Copy-ItemProperty: Files have no properties of one's own: an error, as in PowerShell off Windows.
Move-ItemProperty: Files have no properties of one's own: an error, as in PowerShell off Windows.
Get-Process: Gets the processes of the computer, by name or by number.
Stop-Process: Ends processes. They get no chance to refuse.
Wait-Process: Waits until processes have ended.
Start-Process: Starts a program and goes on without waiting for it, unless -Wait is said. To run a program and use its output, just write its name.
Get-Clipboard: Gets the text of the clipboard, line by line.
Set-Clipboard: Puts text into the clipboard.
Get-Location: Gets the current location, or a stack of locations that Push-Location kept.
Set-Location: Changes the current location: cd. - goes back to the one before, + forward again.
Push-Location: Keeps the current location on a stack and goes to another.
Pop-Location: Goes back to the location that was kept last.
ConvertTo-Html: Makes a page with a table, or a list, of objects.
ConvertTo-Xml: Writes objects as XML that describes them property by property.
Select-Xml: Finds nodes of XML, from files or texts, by an XPath expression.
Select-String: Finds lines that match a regular expression, in files or in what comes down the pipeline: grep. Each find tells its file, line number and match.
Add-Type: Makes types of this session known by name. There is no compiler for C# here.
Compare-Object: Compares two sets of objects and gives what is on one side only: => for the difference, <= for the reference.
ConvertFrom-CliXml: Makes objects of the XML that ConvertTo-CliXml and PowerShell's own serializer write.
ConvertFrom-SecureString: Makes a text of a SecureString, to keep it in a file.
ConvertFrom-StringData: Makes a hashtable of lines of the form name = value.
ConvertTo-CliXml: Writes objects as XML that keeps their types and properties.
ConvertTo-SecureString: Makes a SecureString: of a text with -AsPlainText, or of what ConvertFrom-SecureString gave.
Export-Clixml: Writes objects to a file that Import-Clixml makes objects of again, types included.
Get-Date: Gets the time, or the date that is given, in the form that is asked for: -Format takes .NET's formats, -UFormat those of the program date.
Get-FileHash: Computes the checksum of files.
Get-Random: Gives a random number, or some of the objects it is given.
Get-SecureRandom: The same as Get-Random with numbers nobody can foresee.
Get-TimeZone: Gets the time zone of the computer, or others by name.
Get-Unique: Leaves out objects that are the same as the one before: sort them first.
Get-Uptime: Tells how long the computer has been running, or with -Since from when.
Group-Object: Puts together objects with the same value of a property, and counts them.
Import-Clixml: Makes objects of a file that Export-Clixml wrote.
Import-LocalizedData: Reads a script's texts from the .psd1 file of the user's language, which lies in a folder of that name beside the script.
Import-PowerShellDataFile: Reads the hashtable of a .psd1 file without running anything in it.
Invoke-Expression: Runs a text as a script. What a stranger may have written should never come here.
Join-String: Puts objects together to one text, with a separator between and quotes around if wanted.
Measure-Command: Runs a script block and tells how long it took. What it writes is lost.
Measure-Object: Counts objects, and computes sum, average, smallest and greatest of a property; of texts also lines, words and characters.
New-Guid: Makes an identifier that is like no other.
New-Object: Makes an object of a type. [type]::new() does the same, faster; custom objects are made with [pscustomobject]@{ … }.
New-TemporaryFile: Makes an empty file in the folder for such, and gives it.
New-TimeSpan: Makes a span of time: of days, hours and so on, or of two dates.
Select-Object: Chooses properties of objects, or some of the objects: the first, the last, unique ones. It can add computed properties and expand one.
Set-Date: Sets the computer's clock. It needs the rights for that.
Sort-Object: Puts objects in order, by properties or script blocks; equal ones keep their order.
Start-Sleep: Waits.
Tee-Object: Keeps what comes in a file or variable, and passes it on.
New-Event: Raises an event: subscribers' actions run, or it waits in the queue for Get-Event.
Get-Event: Gets the events that wait in the queue.
Remove-Event: Takes events out of the queue.
Wait-Event: Waits until an event of a name is in the queue.
Register-EngineEvent: Subscribes to events of a name: those that New-Event raises. An action runs at once; without one the events wait in the queue.
Register-ObjectEvent: Subscribes to the changes of a job's state. A script has this runspace for itself, so a change is seen, and an action run, when Get-Event or Wait-Event is next called. Other objects raise no events here.
Get-EventSubscriber: Gets the subscriptions of the session.
Unregister-Event: Ends subscriptions.
Invoke-WebRequest: Asks a web server and gives its answer: status, headers, content, and of a page its links and pictures. An answer that is no success is an error, whose Exception.Response has the status.
Invoke-RestMethod: Asks a web service and gives what it said: JSON as objects, XML as a document, a feed entry by entry, all else as text.
Write-Warning: Writes a warning. $WarningPreference and -WarningAction decide what becomes of it.
Write-Verbose: Writes a message that is shown with -Verbose or $VerbosePreference = 'Continue' alone.
Write-Debug: Writes a message that is shown with -Debug or $DebugPreference = 'Continue' alone.
Write-Information: Writes information on stream 6. It is shown with -InformationAction Continue and kept with -InformationVariable.
Write-Host: Shows text on the terminal, in colours if wanted. It is no output of a command: 6> catches it.
Write-Error: Writes an error that does not end the script; to end it use throw.
Write-Progress: Shows or changes a progress display.
Read-Host: Asks the person for a line of text.
Write-Output: Writes objects down the pipeline. A value that stands alone does the same.
ForEach-Object: Runs a script block for each object that comes, which is $_ in it; or calls a method of it, or takes a property. -Parallel runs many at once.
Where-Object: Passes on the objects for which a script block is true, or whose property compares as it should.
Start-Job: Starts a script in a process of its own and gives the job that stands for it. See about_Jobs.
Start-ThreadJob: Starts a script on a thread of its own: quicker to start than Start-Job, and gone with the shell. See about_Jobs.
Get-Job: Gets the jobs of this session, their states, and whether they have something to receive.
Receive-Job: Gives what jobs have written since they were asked last: output, errors, warnings and the rest, each on its stream. -Keep leaves it in the job.
Wait-Job: Waits until jobs are over: all of them, or with -Any the first.
Stop-Job: Ends jobs. Their finally blocks run.
Remove-Job: Takes jobs off the list. Those that run need -Force, which ends them.
Debug-Job: There is no debugger to break into a job with: an error that says so.
Invoke-Command: Runs a script block on other computers, in sessions, or here. With -AsJob it goes on in the background. What comes back names its computer in PSComputerName. See about_Remote_Jobs.
New-PSSession: Opens sessions to computers, in which one command after another runs and variables stay.
Get-PSSession: Gets the sessions of this shell. With -ComputerName or -HostName: those that computers keep for you, whichever shell made them.
Remove-PSSession: Closes sessions. What runs in them ends, also in one that is disconnected.
Enter-PSSession: Takes the prompt to another computer: what is typed then runs there, until exit.
Exit-PSSession: Brings the prompt back.
Import-PSSession: Makes functions here that run commands of a session there, under their own names or with a prefix. They live as long as this session; the other one has to stay open.
Export-PSSession: Not available here: use Import-PSSession.
Disconnect-PSSession: Lets go of sessions that their computers keep: what runs in them goes on, and Connect-PSSession or Receive-PSSession, also from another shell, take them up again.
Connect-PSSession: Takes up sessions that were disconnected, here or in another shell.
Receive-PSSession: Takes up a disconnected session and gives what its commands have said meanwhile.
New-PSSessionOption: Makes the object with a session's options.
TabExpansion2: Gives what the Tab key offers at a place in a command line.
`;

/** The description of a command; undefined where there is none. */
export function commandDescription(name: string): string | undefined {
  const start = TEXTS.indexOf(`\n${name}: `);
  return start < 0 ? undefined : TEXTS.slice(start + name.length + 3, TEXTS.indexOf("\n", start + 1));
}
