using Microsoft.Extensions.Options;
using Nightjar.Core.Detection.Rules;

namespace Nightjar.Server.Detection.Rules;

/// <summary>The rules that count now. Thread-safe: the book is replaced whole.</summary>
public sealed class DetectionRules
{
    /// <exception cref="ConfigurationException">A rule of the configuration cannot be used.</exception>
    public DetectionRules(IOptions<DetectionOptions> options) => Book = new RuleBook([.. options.Value.Rules.Select(Read)]);

    /// <summary>As of now.</summary>
    public RuleBook Book { get; }

    private static DetectionRule Read(RuleOptions options, int index) =>
        options.TryRead(out DetectionRule rule, out IReadOnlyList<(string Setting, string Problem)> problems)
            ? rule
            : throw new ConfigurationException($"detection.rules.{index} {problems[0].Setting} {problems[0].Problem}.");
}
