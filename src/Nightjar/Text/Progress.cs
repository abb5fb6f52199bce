using Spectre.Console;

namespace Nightjar.Commands.Text;

/// <summary>Shows that long work goes on: on standard error, and only where that is a terminal.</summary>
internal static class Progress
{
    /// <summary>Runs the work; what it tells is shown beside a spinner.</summary>
    public static void While(string what, Action<Action<string>> work)
    {
        if (Console.IsErrorRedirected)
        {
            work(_ => { });
            return;
        }

        Terminal().Status().Start(Markup.Escape(what), status => work(text => status.Status = Markup.Escape(text)));
    }

    /// <summary>Runs work that tells nothing on its way.</summary>
    public static Task<T> WhileAsync<T>(string what, Func<Task<T>> work) =>
        Console.IsErrorRedirected ? work() : Terminal().Status().StartAsync(Markup.Escape(what), _ => work());

    private static IAnsiConsole Terminal() => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
}
