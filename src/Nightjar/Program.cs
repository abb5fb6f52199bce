using System.CommandLine;
using Nightjar.Commands;

ParseResult command = CommandLine.Root().Parse(args);
if (command.Errors.Count > 0)
{
    return CommandLine.ReportUsage(command);
}

// A server stops itself on Ctrl+C and SIGTERM; everything else may simply be ended.
return await command.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false });
