using Nightjar.Core.Detection.Rules;

namespace Nightjar.Storage.State;

internal sealed class RuleRow : StoredRecord
{
    public static RuleRow From(SavedRule rule) => new() { Id = rule.Id, Record = RecordJson.Write(rule) };
}
