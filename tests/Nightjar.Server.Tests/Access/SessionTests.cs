using Microsoft.Extensions.Time.Testing;
using Nightjar.Server.Access;

namespace Nightjar.Server.Tests.Access;

public sealed class SessionTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void IsValid_AnyCharacterChanged_IsFalse()
    {
        Session session = new(new AccessToken(GuardedServer.Token), _time);
        string cookie = session.Create(TimeSpan.FromHours(1));
        Assert.True(session.IsValid(cookie));
        for (int i = 0; i < cookie.Length; i++)
        {
            char other = cookie[i] == '1' ? '2' : '1';
            Assert.False(session.IsValid(cookie[..i] + other + cookie[(i + 1)..]));
            Assert.False(session.IsValid(cookie[..i]));
        }
    }

    [Fact]
    public void IsValid_OfAnotherToken_IsFalse()
    {
        string cookie = new Session(new AccessToken("another-token-of-before"), _time).Create(TimeSpan.FromHours(1));

        Assert.False(new Session(new AccessToken(GuardedServer.Token), _time).IsValid(cookie));
    }

    [Fact]
    public void IsValid_AfterARestart_IsTrueUntilItExpires()
    {
        string cookie = new Session(new AccessToken(GuardedServer.Token), _time).Create(TimeSpan.FromHours(1));
        Session restarted = new(new AccessToken(GuardedServer.Token), _time);

        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.True(restarted.IsValid(cookie));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.False(restarted.IsValid(cookie));
    }
}
