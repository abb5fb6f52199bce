namespace Nightjar.Server.Ui;

/// <summary>
/// The text of a search box whose state is in the URL. What comes back from the URL is mostly the echo of what was typed a moment
/// ago; taking it over would swallow the letters typed since, so only a text that was not sent from here is taken.
/// </summary>
public sealed class TypedText
{
    // Echoes come back within a round trip; more than a fast typist's second of letters is never under way.
    private const int MaxUnderWay = 32;

    private readonly Queue<string> _sent = new();
    private string _seen = "";

    /// <summary>As it stands in the box.</summary>
    public string Text { get; set; } = "";

    /// <summary>The text was sent to the URL.</summary>
    public void Sent()
    {
        _sent.Enqueue(Text);
        if (_sent.Count > MaxUnderWay)
        {
            _sent.Dequeue();
        }
    }

    /// <summary>The URL says this now.</summary>
    public void Seen(string? urlText)
    {
        string text = urlText ?? "";
        if (text == _seen)
        {
            return;
        }

        _seen = text;
        if (!_sent.Contains(text))
        {
            _sent.Clear();
            Text = text;
            return;
        }

        while (_sent.Dequeue() != text)
        {
            // Texts sent before this one will not come back any more.
        }
    }
}
