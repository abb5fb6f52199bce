using System.CommandLine;
using Nightjar.Commands.Client;
using Nightjar.Commands.Text;

namespace Nightjar.Commands.Storage;

/// <summary><c>nightjar storage check</c>: reads the command line; <see cref="CheckRun"/> does the work.</summary>
internal static class StorageCommand
{
    public static Command Create()
    {
        Option<string> data = DataDirectory.Option();
        Option<string?> token = HeldData.TokenOption();
        Option<bool> json = new("--json") { Description = "An array of findings instead of lines" };
        Command check = new("check", "Read everything kept and say what is wrong with it") { data, token, json };
        check.SetAction((line, cancellation) => CheckRun.RunAsync(DataDirectory.Of(line, data), line.GetValue(token), line.GetValue(json), cancellation));
        ExamplesHelp.Add(
            check,
            ("nightjar storage check", "exit code 0 says sound, 1 damaged"),
            ("nightjar storage check --data /mnt/backup/nightjar", "is a backup whole?"));
        Command storage = new("storage", "Look after what is kept") { check };
        ExamplesHelp.Add(storage, ("nightjar storage check", "read everything kept and say what is wrong with it"));
        return storage;
    }
}
