using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Nightjar.Server.Tests.Architecture;

public sealed class EventIdTests
{
    [Fact]
    public void EventIds_OfTheServer_AreEachUsedOnce()
    {
        IEnumerable<string> twice = typeof(NightjarServer).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Select(method => (Method: method, Log: method.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(found => found.Log is not null)
            .GroupBy(found => found.Log?.EventId)
            .Where(group => group.Count() > 1)
            .Select(group => $"{group.Key}: {string.Join(", ", group.Select(found => found.Method.DeclaringType?.Name))}");

        Assert.Empty(twice);
    }
}
