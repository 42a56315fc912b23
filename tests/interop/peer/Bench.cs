namespace Peer;
static class Bench { public static int Run(string[] arguments) => 0; }
