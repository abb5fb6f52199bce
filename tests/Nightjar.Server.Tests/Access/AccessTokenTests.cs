using Nightjar.Server.Access;

namespace Nightjar.Server.Tests.Access;

public sealed class AccessTokenTests
{
    [Fact]
    public void Read_File_IsTheTokenWithoutWhiteSpace()
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, $"  {GuardedServer.Token}\n");
        try
        {
            Assert.True(AccessToken.Read(new() { TokenFile = path })?.Matches(GuardedServer.Token));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Read_Nothing_IsNull() => Assert.Null(AccessToken.Read(new()));

    [Theory]
    [InlineData("short", null, "has 5 characters and needs at least 16")]
    [InlineData("", null, "has 0 characters")]
    [InlineData(null, "no-such-file", "access.tokenFile cannot be read")]
    [InlineData(GuardedServer.Token, "no-such-file", "are both set")]
    public void Read_Unusable_SaysWhyWithoutTheToken(string? token, string? file, string expected)
    {
        string sentence = Assert.Throws<ConfigurationException>(() => AccessToken.Read(new() { Token = token, TokenFile = file })).Message;

        Assert.Contains(expected, sentence, StringComparison.Ordinal);
        Assert.DoesNotContain(GuardedServer.Token, sentence, StringComparison.Ordinal);
    }
}
