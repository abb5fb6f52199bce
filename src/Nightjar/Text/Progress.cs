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

        IAnsiConsole terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        terminal.Status().Start(Markup.Escape(what), status => work(text => status.Status = Markup.Escape(text)));
    }
}
