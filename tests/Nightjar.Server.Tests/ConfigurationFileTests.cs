using Microsoft.Extensions.Configuration;

namespace Nightjar.Server.Tests;

public sealed class ConfigurationFileTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("nightjar-test-").FullName;

    private string FilePath => Path.Combine(_directory, ConfigurationFile.DefaultName);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("storage:\n  retentionAge: 7d\n  retentionBytes: 512MB\n  maxSeries: 5000\n")]
    [InlineData("storage:\n  RetentionAge: '7.00:00:00'\n  retentionBytes: 512000000\n  maxseries: 5000\n")]
    [InlineData("# only what differs\nstorage: {retentionAge: 168h, retentionBytes: 0.512 GB, maxSeries: '5000'}\n")]
    public void Load_ValuesAsPeopleWriteThem_AreRead(string yaml)
    {
        IConfigurationSection storage = Load(yaml).GetSection("storage");

        Storage.Telemetry.TelemetryStoreOptions options = storage.Get<Storage.Telemetry.TelemetryStoreOptions>() ?? new();

        Assert.Equal(TimeSpan.FromDays(7), options.RetentionAge);
        Assert.Equal(512_000_000, options.RetentionBytes);
        Assert.Equal(5_000, options.MaxSeries);
    }

    [Theory]
    [InlineData("storage:\n  maxSerie: 5\n", "line 2: storage.maxSerie is not a key that Nightjar knows: did you mean maxSeries?")]
    [InlineData("storge:\n  maxSeries: 5\n", "line 1: storge is not a section that Nightjar knows: did you mean storage?")]
    [InlineData("zebra: 1\n", "line 1: zebra is not a section that Nightjar knows: here it knows storage, ")]
    [InlineData("storage:\n  wholly: 1\n", "line 2: storage.wholly is not a key that Nightjar knows: here it knows maxSeries, ")]
    [InlineData("\nstorage:\n  maxSeries: many\n", "line 3: storage.maxSeries is 'many', and must be a whole number.")]
    [InlineData("storage:\n  maxSeries: 0\n", "line 2: storage.maxSeries must be between 1 and 100000000.")]
    [InlineData("storage:\n  retentionAge: 15\n", "line 2: storage.retentionAge is '15', and must be a duration such as 15s, 10m, 2h or 7d.")]
    [InlineData("storage:\n  retentionBytes: 5 bananas\n", "line 2: storage.retentionBytes is '5 bananas', and must be a size such as 512MB or a number of bytes.")]
    [InlineData("storage: 7\n", "line 1: storage has keys under it, not a value.")]
    [InlineData("storage:\n  maxSeries:\n    a: 1\n", "line 2: storage.maxSeries is a whole number, without keys under it.")]
    [InlineData("access:\n  allowedHosts: a.example\n", "line 2: access.allowedHosts is a list: write each item on a line of its own after `- `.")]
    [InlineData("access:\n  sessionAge: 1s\n", "line 2: access.sessionAge must be between 00:01:00 and 365.00:00:00.")]
    [InlineData("selfWatch:\n  otlpProtocol: carrier pigeon\n", "line 2: selfWatch.otlpProtocol is 'carrier pigeon', and must be one of grpc, http.")]
    [InlineData("detection:\n  rules:\n    - match: up{\n      mode: never\n", "line 3: detection.rules.0.match is no selector such as {__name__=\"up\",job=~\"web.*\"}: 1:4: parse error: unexpected end of input.")]
    [InlineData("detection:\n  rules:\n    - match: up\n    - match: up\n      sensitivity: 0\n", "line 5: detection.rules.1.sensitivity must be between 1/64")]
    [InlineData("detection:\n  rules:\n    - match: up\n", "line 3: detection.rules.0.match has nothing set: give at least one of sensitivity, ")]
    [InlineData("detection:\n  rules:\n    - mode: never\n", "line 3: detection.rules.0 needs a selector of at most 2000 characters in match")]
    [InlineData("detection:\n  rules:\n    - match: up\n      lower: 2\n      upper: 1\n", "line 4: detection.rules.0.lower must be less than upper.")]
    [InlineData("detection:\n  rules:\n    - match: up\n      mode: sometimes\n", "line 4: detection.rules.0.mode is 'sometimes', and must be one of auto, never, always.")]
    [InlineData("detection:\n  rules:\n    - match: up\n      direktion: up\n", "line 4: detection.rules.0.direktion is not a key that Nightjar knows: did you mean direction?")]
    [InlineData("detection:\n  calendars:\n    - name: a\n", "line 3: detection.calendars.0 needs a name, which rules then give as calendar, and the path of an iCalendar file (.ics) in file.")]
    [InlineData("detection:\n  calendars:\n    - name: a\n      file: a.ics\n      timeZone: Mars\n", "line 5: detection.calendars.0.timeZone is 'Mars', which this machine does not know")]
    [InlineData("detection:\n  calendars:\n    - name: a\n      file: a.ics\n      effect: shift\n", "line 5: detection.calendars.0.effect is 'shift', and must be one of ignore, widen.")]
    [InlineData("a: [1\n", "this is not YAML")]
    [InlineData("storage:\n  maxSeries: 5\n  maxSeries: 6\n", "this is not YAML")]
    [InlineData("- a\n- b\n", "line 1: a configuration is made of `key: value`, this is not.")]
    public void Load_Wrong_SaysWhereAndWhatToDo(string yaml, string expected)
    {
        string sentence = Assert.Throws<ConfigurationException>(() => Load(yaml)).Message;

        Assert.StartsWith(FilePath, sentence, StringComparison.Ordinal);
        Assert.Contains(expected, sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_TokenTooShort_DoesNotRepeatIt()
    {
        string sentence = Assert.Throws<ConfigurationException>(() => Load("access:\n  token: hunter2\n")).Message;

        Assert.Contains("access.token must have between 16 and 1000 characters", sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_SeveralProblems_SaysEachInASentenceOfItsOwn()
    {
        string[] sentences = Assert.Throws<ConfigurationException>(() => Load("storage:\n  maxSeries: 0\n  flushRow: 7\n")).Message.Split(Environment.NewLine);

        Assert.Equal(2, sentences.Length);
        Assert.All(sentences, sentence => Assert.EndsWith("?.".AsSpan().Contains(sentence[^1]) ? sentence[^1].ToString() : ".", sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void Load_SettingOfTheCommandLine_WinsAndIsCheckedToo()
    {
        Assert.Equal("9", Load("storage:\n  maxSeries: 5\n", ("storage:maxSeries", "9"))["storage:maxSeries"]);
        Assert.Equal(
            "storage.maxSeries must be between 1 and 100000000.",
            Assert.Throws<ConfigurationException>(() => Load("storage:\n  maxSeries: 5\n", ("storage:maxSeries", "0"))).Message);
    }

    [Fact]
    public void Load_SettingOfAnUnknownSection_IsRefused() => Assert.Equal(
        "storge is not a section that Nightjar knows: did you mean storage?.",
        Assert.Throws<ConfigurationException>(() => Load("", ("storge:maxSeries", "9"))).Message);

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("---\n")]
    [InlineData("storage:\n")]
    [InlineData("logging:\n  logLevel:\n    Microsoft.AspNetCore: Debug\n")]
    public void Load_NothingToSay_IsFine(string yaml) => Assert.Null(Record.Exception(() => Load(yaml)));

    [Fact]
    public void Load_NamedFileMissing_SaysSo()
    {
        ServerOptions options = new() { DataDirectory = _directory, ConfigurationFile = Path.Combine(_directory, "none.yaml") };

        string sentence = Assert.Throws<ConfigurationException>(() => new ConfigurationBuilder().AddNightjarConfiguration(options)).Message;

        Assert.Contains("cannot be read", sentence, StringComparison.Ordinal);
    }

    private IConfigurationRoot Load(string yaml, params (string Key, string Value)[] settings)
    {
        File.WriteAllText(FilePath, yaml);
        ConfigurationBuilder builder = new();
        builder.AddNightjarConfiguration(new()
        {
            DataDirectory = _directory,
            Settings = settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value),
        });
        return builder.Build();
    }
}
