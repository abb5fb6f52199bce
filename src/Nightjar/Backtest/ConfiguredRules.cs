using Nightjar.Core.Detection.Rules;
using Nightjar.Server;
using Nightjar.Server.Detection.Rules;

namespace Nightjar.Commands.Backtest;

/// <summary>The rules of <c>nightjar.yaml</c> in a data directory.</summary>
internal static class ConfiguredRules
{
    /// <summary>In their order; none where there is no file.</summary>
    /// <exception cref="ConfigurationException">The file or a rule cannot be used.</exception>
    public static IEnumerable<DetectionRule> Read(string directory)
    {
        string path = Path.Combine(directory, ConfigurationFile.DefaultName);
        if (!File.Exists(path))
        {
            return [];
        }

        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(ConfigurationFile.Read(path)).Build();
        RuleOptions[] rules = configuration.GetSection("detection:rules").Get<RuleOptions[]>() ?? [];
        return rules.Select(rule => rule.TryRead(out DetectionRule read, out IReadOnlyList<(string Setting, string Problem)> problems)
            ? read
            : throw new ConfigurationException($"{path}: a rule of detection.rules: {problems[0].Setting} {problems[0].Problem}."));
    }
}
