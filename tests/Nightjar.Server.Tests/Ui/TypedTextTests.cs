using Nightjar.Server.Ui;

namespace Nightjar.Server.Tests.Ui;

public class TypedTextTests
{
    [Fact]
    public void Seen_EchoOfAnEarlierLetter_KeepsWhatWasTypedSince()
    {
        TypedText typed = new();
        foreach (string text in new[] { "c", "cp", "cpu" })
        {
            typed.Text = text;
            typed.Sent();
        }

        typed.Seen("c");
        Assert.Equal("cpu", typed.Text);
        typed.Seen("cpu");
        Assert.Equal("cpu", typed.Text);
    }

    [Fact]
    public void Seen_ALinkFromElsewhere_IsTaken()
    {
        TypedText typed = new() { Text = "cpu" };
        typed.Sent();
        typed.Seen("cpu");

        typed.Seen("disk");

        Assert.Equal("disk", typed.Text);
    }

    [Fact]
    public void Seen_TheSameAgain_ChangesNothing()
    {
        TypedText typed = new() { Text = "cpu" };

        typed.Seen(null);

        Assert.Equal("cpu", typed.Text);
    }
}
