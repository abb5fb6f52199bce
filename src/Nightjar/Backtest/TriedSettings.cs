using System.Globalization;
using Nightjar.Core.Detection.Rules;

namespace Nightjar.Commands.Backtest;

/// <summary>Reads <c>--set NAME=VALUE</c>.</summary>
internal static class TriedSettings
{
    private const string Names = "sensitivity, direction, minChange, lower, upper, mode";

    /// <summary>What is set; false with a sentence.</summary>
    public static bool TryRead(IEnumerable<string> written, out RuleSettings settings, out string problem)
    {
        settings = new RuleSettings();
        problem = "";
        foreach (string pair in written)
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? pair : pair[..equals];
            string value = equals < 0 ? "" : pair[(equals + 1)..];
            if (!TryAdd(ref settings, name, value, out string wanted))
            {
                problem = $"--set {pair}: expected {wanted}.";
                return false;
            }
        }

        (string Setting, string Problem) found = settings.Problems().FirstOrDefault();
        problem = found.Problem is null ? "" : $"--set {found.Setting}: it {found.Problem}.";
        return found.Problem is null;
    }

    private static bool TryAdd(ref RuleSettings settings, string name, string value, out string wanted)
    {
        wanted = "a number";
        bool isNumber = double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number);
        switch (name)
        {
            case "sensitivity":
                settings = settings with { Sensitivity = number };
                return isNumber;
            case "minChange":
                settings = settings with { MinChange = number };
                return isNumber;
            case "lower":
                settings = settings with { Lower = number };
                return isNumber;
            case "upper":
                settings = settings with { Upper = number };
                return isNumber;
            case "direction":
                wanted = "one of both, up, down";
                settings = settings with { Direction = Word(value, out RuleDirection direction) ? direction : null };
                return settings.Direction is not null;
            case "mode":
                wanted = "one of auto, never, always";
                settings = settings with { Mode = Word(value, out RuleMode mode) ? mode : null };
                return settings.Mode is not null;
            default:
                wanted = $"NAME=VALUE with one of {Names}";
                return false;
        }
    }

    private static bool Word<T>(string text, out T value)
        where T : struct, Enum => Enum.TryParse(text, ignoreCase: true, out value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text[0]);
}
