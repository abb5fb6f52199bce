using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Nightjar.Commands.Text;

/// <summary>The library's help, with examples below it: people copy a line before they read a table.</summary>
internal sealed class ExamplesHelp(
    HelpAction library,
    IReadOnlyDictionary<Command, (string Line, string Purpose)[]> examples) : SynchronousCommandLineAction
{
    private static readonly Dictionary<Command, (string Line, string Purpose)[]> Examples = [];

    /// <summary>Gives a command its examples.</summary>
    public static void Add(Command command, params (string Line, string Purpose)[] examples) => Examples[command] = examples;

    /// <summary>Puts the examples of all commands into the help of the root command.</summary>
    public static void Install(RootCommand root, params (string Line, string Purpose)[] examples)
    {
        Add(root, examples);
        foreach (HelpOption help in root.Options.OfType<HelpOption>())
        {
            if (help.Action is HelpAction library)
            {
                library.MaxWidth = 120;
                help.Action = new ExamplesHelp(library, Examples);
            }
        }
    }

    /// <summary>Who asks for help need not give the arguments.</summary>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc />
    public override int Invoke(ParseResult parseResult)
    {
        int code = library.Invoke(parseResult);
        if (examples.TryGetValue(parseResult.CommandResult.Command, out (string Line, string Purpose)[]? lines))
        {
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            int width = lines.Max(line => line.Line.Length);
            foreach ((string line, string purpose) in lines)
            {
                output.WriteLine($"  {line.PadRight(width)}  {purpose}");
            }
        }

        return code;
    }
}
