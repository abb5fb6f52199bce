namespace Nightjar.Core.Tests.Telemetry.Patterns;

/// <summary>Messages of invented programs, in the shapes that logs of phones, clusters, proxies, desktops and services have.</summary>
internal static class LogShapes
{
    /// <summary>What a line is made of: <c>{n}</c> a number, <c>{w}</c> a word of many, <c>{p}</c> a path, <c>{i}</c> an address, <c>{h}</c> hexadecimal digits, <c>{u}</c> one of a few users.</summary>
    public static readonly string[] Templates =
    [
        "onFrameDrawn took {n} ms, jank={n}",
        "startActivity: flg=0x{h} cmp=app.{w}/.Main from uid {n}",
        "totalDetail = {n}##{n}##{n}##{n}",
        "setLocked state from {n} to {n}",
        "gateway.example.org:{n} close, {n} bytes sent, {n} bytes ({n} KB) received, lifetime 00:{n}",
        "link error on broadcast tree Interconnect-0T{n}:00:{n}:1",
        "ClusterFileSystem: ServerFileSystem domain storage{n} is full",
        "node node-{n} has detected an available network connection on network 5.5.{n}.0 via interface ice{n}",
        "Running task {n}.0 in stage {n}.0 (TID {n})",
        "Removed broadcast_{n}_piece{n} on {i}:{n} in memory (size: {n} B, free: {n} MB)",
        "Loaded Servicing Stack v6.1.{n} with Core: {p}",
        "SQM: Failed to start upload with file pattern: {p}, flags: 0x{h} [HRESULT = 0x{h} - E_FAIL]",
        "session opened for user {u} by (uid={n})",
        "IN=eth0 OUT= MAC={h} SRC={i} DST={i} LEN={n} PROTO=TCP SPT={n}",
        "com.example.{w}.service[{n}]: exited with code: {n}",
        "could not resolve {w}: no such host",
        "GET /api/{w} HTTP/1.1 {n} {n}",
        "heartbeat",
        "Begin transaction",
        "End transaction",
    ];

    private static readonly string[] Users = ["root", "alice", "bob", "carol", "dave", "erin", "frank"];

    public static IEnumerable<string> Lines(int seed)
    {
        Random random = new(seed);
        string[] words = [.. Enumerable.Range(0, 500).Select(_ => Letters(random, 'a', 'z' + 1))];
        while (true)
        {
            yield return Line(Templates[random.Next(Templates.Length)], random, words);
        }
    }

    private static string Line(string template, Random random, string[] words)
    {
        while (template.IndexOf('{', StringComparison.Ordinal) is >= 0 and int at)
        {
            string value = template[at + 1] switch
            {
                'n' => $"{random.Next(1 << random.Next(1, 20))}",
                'w' => words[random.Next(words.Length)],
                'p' => $"/{words[random.Next(words.Length)]}/{random.Next(100)}",
                'i' => $"10.{random.Next(256)}.{random.Next(256)}.{random.Next(256)}",
                'h' => $"{random.Next():x8}",
                _ => Users[random.Next(Users.Length)],
            };
            template = template[..at] + value + template[(at + 3)..];
        }

        return template;
    }

    private static string Letters(Random random, int from, int to) => string.Concat(Enumerable.Range(0, random.Next(4, 10)).Select(_ => (char)random.Next(from, to)));
}
