// The about_ topics: what Remora adds to PowerShell, and how its parts are used together.
//
// Rule: a topic is prose for a person at the prompt; every command line in it works as it stands where its computers exist.

export interface Topic {
  readonly name: string;
  readonly synopsis: string;
  readonly text: string;
}

export const TOPICS: readonly Topic[] = [
  {
    name: "about_Remora",
    synopsis: "What this shell is, what of PowerShell it has, and where it differs.",
    text: `TOPIC
    about_Remora

SHORT DESCRIPTION
    A shell that speaks PowerShell's language and its remoting protocol, written for Node.js.

LONG DESCRIPTION
    Remora runs commands in the background on this computer and on others, as PowerShell does. What you type here
    is PowerShell 7: its language, its pipeline of objects, its everyday commands, its jobs and sessions. The host at
    the far end needs SSH and Remora, or SSH and PowerShell; each speaks to the other.

    To see what there is:

        Get-Command                    every command
        Get-Command -Noun Job          those about jobs
        Get-Help Start-Job             what one is for
        Get-Help Start-Job -Examples   how it is used
        Get-Help about_*               topics like this one

    COMPUTERS BY NAME
    -ComputerName looks its names up in the inventory, a JSON file at ~/.config/remora/inventory.json (or where the
    variable REMORA_INVENTORY says):

        { "Server01": { "transport": "ssh", "address": "10.0.0.5", "user": "ops" } }

    localhost, . and this computer's own name need no entry. -HostName is always SSH, by your own ssh_config.

    THE LOGS OF A HOST
    Get-EventLog and Get-WinEvent read the journal, or the files of syslog. The log 'Windows PowerShell' is Remora's
    own: sessions and jobs that were opened and ended.

WHERE IT DIFFERS
    There is no .NET below: the types and members that scripts use are there by their names, and one that is missing
    says so by its name. Add-Type compiles no C#. There is no WSMan, no debugger with breakpoints, no trace sources
    and no transcript. An object that leaves a job, a thread job included, arrives as a copy of its properties.

SEE ALSO
    about_Remote_Jobs
    about_Jobs
`,
  },
  {
    name: "about_Jobs",
    synopsis: "How commands run in the background while you go on working.",
    text: `TOPIC
    about_Jobs

SHORT DESCRIPTION
    A job is a command that runs apart from the prompt. You start it, look after it, and receive what it said.

LONG DESCRIPTION
    Start one, and keep the object that stands for it:

        $job = Start-Job { Get-ChildItem / -Recurse -File | Measure-Object Length -Sum }

    The prompt comes back at once. What the job writes waits until it is received:

        Get-Job                   all jobs of this session, with their states
        Wait-Job $job             waits until it is over
        Receive-Job $job          what it wrote since it was last asked
        Receive-Job $job -Keep    the same, and keeps it
        Stop-Job $job             ends it; its finally blocks run
        Remove-Job $job           takes it, and what it still has, off the list

    A command line that ends in & is a job too:  Get-FileHash ./image.iso &

    KINDS OF JOBS
    Start-Job runs its script in a process of its own. Start-ThreadJob uses a thread, which starts faster.
    ForEach-Object -Parallel runs a block for many inputs at once. Invoke-Command -AsJob runs on other computers:
    see about_Remote_Jobs.

    VALUES FROM HERE
    A job has variables of its own. It takes values with -ArgumentList, or by $using: in its script:

        $folder = '/var/log'
        Start-Job { Get-ChildItem $using:folder }

    WHAT WENT WRONG
    A job whose script ended with an error is Failed. Its errors come with Receive-Job, and the reason is in
    $job.ChildJobs[0].JobStateInfo.Reason.

SEE ALSO
    about_Remote_Jobs
    Start-Job, Receive-Job, Wait-Job, Start-ThreadJob
`,
  },
  {
    name: "about_Remote_Jobs",
    synopsis: "How to run background jobs on other computers.",
    text: `TOPIC
    about_Remote_Jobs

SHORT DESCRIPTION
    Background jobs on other computers: three ways to start them, and what differs between the ways.

LONG DESCRIPTION
    A command on another computer can take long. There are three ways not to wait for it. They differ in where the
    job object lives, and so in where results are kept and which commands reach them.

    1. GO THERE, AND START A JOB THERE
    Enter a session, and use the Job commands as you do here:

        Enter-PSSession Server01
        $job = Start-Job { Get-EventLog -LogName syslog -Newest 500 }
        Receive-Job $job -Keep
        Exit-PSSession

    The job belongs to the session on Server01. It runs while you are away from the prompt of that session, and ends
    with the session.

    2. START IT FROM HERE, KEEP IT HERE
    Invoke-Command with -AsJob runs the command there and makes the job object here:

        $job = Invoke-Command -ComputerName Server01, Server02 { uptime } -AsJob -JobName Uptime
        Wait-Job $job
        Receive-Job $job

    Get-Job lists it here. It has a child job for each computer, whose Location says which; Receive-Job gives what
    all of them said, and each object names its computer in PSComputerName. -ThrottleLimit says how many computers
    are asked at a time. Results come here as they arise, so nothing is lost when the other side goes away.

    3. START IT THERE, FROM HERE
    Run Start-Job itself by Invoke-Command, in a session that stays open:

        $session = New-PSSession Server01
        $job = Invoke-Command -Session $session { Start-Job { ./long.sh } }
        Invoke-Command -Session $session { Get-Job | Receive-Job -Keep }

    Both the job and its results are on Server01. What Start-Job gave here is a copy of the job object that tells of it:
    to receive, wait for or stop the job, run the Job commands there.

    KEEPING RESULTS
    What is received is gone from the job, unless -Keep is said. To have it in a file, there or here:

        Invoke-Command -Session $session { Receive-Job -Id 1 -Keep > ~/job1.txt }
        Receive-Job $job > job1.txt

    WHICH WAY WHEN
    The second is for one command on many computers, and for results you want here. The third keeps load and results
    on the far side. The first is for work that you look after as you go.

    WHEN YOU HAVE TO GO
    Leaving the console ends its sessions and the jobs in them. A session that was disconnected goes on instead, and
    so does one whose network was lost, or whose console was killed:

        $session = New-PSSession Server01 -Name Nightly
        $job = Invoke-Command -Session $session { ./long.sh } -AsJob
        Disconnect-PSSession $session

    Later, from here or from another computer:

        Get-PSSession -ComputerName Server01
        Receive-PSSession -ComputerName Server01 -Name Nightly

    Every line comes once. Invoke-Command Server01 { ./long.sh } -InDisconnectedSession starts a command and leaves it at
    once. From any shell, "remora start -H Server01 -- ./long.sh" does so, and "remora jobs" lists what there is.

    WHEN SOMETHING FAILS
    A computer that cannot be reached makes its own child job Failed; the others go on. See
    $job.ChildJobs | Where-Object State -eq Failed | ForEach-Object { $_.JobStateInfo.Reason.Message }

SEE ALSO
    about_Jobs
    about_Remora
    Invoke-Command, New-PSSession, Enter-PSSession, Receive-Job
    Disconnect-PSSession, Connect-PSSession, Receive-PSSession
`,
  },
];
