using Nightjar.Storage.Snapshots;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Storage.Tests.Snapshots;

public sealed class SnapshotStoreTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 300).Select(i => (byte)(i * 7))];

    private readonly ScratchDirectory _scratch = new();
    private readonly SnapshotStore _store;

    public SnapshotStoreTests()
    {
        _store = SnapshotStore.Open(_scratch.Path);
    }

    private string Snapshots => _scratch.File("snapshots");

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void TryLoad_WhatWasSaved_IsTheSame()
    {
        _store.Save("detection-7", Content);
        _store.Save("empty", []);

        Assert.Equal(Content, Load("detection-7"));
        Assert.Equal([], Load("empty"));
    }

    [Fact]
    public void Save_Again_Replaces()
    {
        _store.Save("a", Content);
        _store.Save("a", [1]);

        Assert.Equal([1], Load("a"));
        Assert.Single(Directory.GetFiles(Snapshots));
    }

    [Fact]
    public void TryLoad_None_IsFalseWithoutAProblem()
    {
        Assert.False(_store.TryLoad("none", out byte[] content, out string? problem));
        Assert.Empty(content);
        Assert.Null(problem);
    }

    [Fact]
    public void TryLoad_CutAtEveryByte_IsFalseAndSaysSo()
    {
        _store.Save("a", Content);
        byte[] whole = File.ReadAllBytes(Path.Combine(Snapshots, "a.bin"));
        for (int length = 0; length < whole.Length; length++)
        {
            AssertRefused(whole[..length]);
        }

        AssertRefused([.. whole, 0]);
    }

    [Fact]
    public void TryLoad_AnyByteChanged_IsFalseAndSaysSo()
    {
        _store.Save("a", Content);
        byte[] whole = File.ReadAllBytes(Path.Combine(Snapshots, "a.bin"));
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] changed = [.. whole];
            changed[i] ^= 0x10;
            AssertRefused(changed);
        }
    }

    [Fact]
    public void Open_UnfinishedFileOfACrashAtAnyByte_KeepsTheOldSnapshot()
    {
        _store.Save("a", [1, 2, 3]);
        _store.Save("new", Content);
        byte[] unfinished = File.ReadAllBytes(Path.Combine(Snapshots, "new.bin"));
        File.Delete(Path.Combine(Snapshots, "new.bin"));
        for (int length = 0; length <= unfinished.Length; length += 9)
        {
            File.WriteAllBytes(Path.Combine(Snapshots, "a.bin.1.tmp"), unfinished[..length]);

            SnapshotStore reopened = SnapshotStore.Open(_scratch.Path);

            Assert.True(reopened.TryLoad("a", out byte[] content, out _));
            Assert.Equal([1, 2, 3], content);
            Assert.Single(Directory.GetFiles(Snapshots));
        }
    }

    [Fact]
    public void TryLoad_NewerFormat_NamesBothVersions()
    {
        _store.Save("a", Content);
        string path = Path.Combine(Snapshots, "a.bin");
        byte[] newer = File.ReadAllBytes(path);
        newer[4] = 9;
        File.WriteAllBytes(path, newer);

        Assert.False(_store.TryLoad("a", out _, out string? problem));
        Assert.Contains("has format version 9, this version of Nightjar reads 1", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Save_DirectoryGone_SaysSo()
    {
        Directory.Delete(Snapshots);

        StorageException failure = Assert.Throws<StorageException>(() => _store.Save("a", Content));

        Assert.Contains("cannot be written", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Save_OneNameFromManyThreads_LeavesOneOfThem()
    {
        await Task.WhenAll(Enumerable.Range(1, 16).Select(i => Task.Run(
            () => _store.Save("a", Enumerable.Repeat((byte)i, 100).ToArray()), TestContext.Current.CancellationToken)));

        byte[] content = Load("a");
        Assert.Equal(100, content.Length);
        Assert.Single(content.Distinct());
        Assert.Single(Directory.GetFiles(Snapshots));
    }

    [Fact]
    public void Check_SoundSnapshots_FindsNothing()
    {
        _store.Save("a", Content);
        _store.Save("b", []);

        Assert.Empty(_store.Check(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Check_OneDamaged_NamesItAndWhatToDo()
    {
        _store.Save("a", Content);
        _store.Save("b", Content);
        string path = Path.Combine(Snapshots, "a.bin");
        byte[] changed = File.ReadAllBytes(path);
        changed[^1] ^= 1;
        File.WriteAllBytes(path, changed);
        File.WriteAllText(Path.Combine(Snapshots, "not ours.bin"), "x");

        IReadOnlyList<CheckFinding> findings = _store.Check(TestContext.Current.CancellationToken);

        Assert.Equal([path, Path.Combine(Snapshots, "not ours.bin")], findings.Select(finding => finding.Where));
        Assert.Contains("checksum does not fit its content. Delete it", findings[0].Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".hidden")]
    [InlineData("../escape")]
    [InlineData("a/b")]
    [InlineData("a\0")]
    public void Save_NameIsNoFileName_Throws(string name) => Assert.Throws<ArgumentException>(() => _store.Save(name, Content));

    private void AssertRefused(byte[] file)
    {
        File.WriteAllBytes(Path.Combine(Snapshots, "a.bin"), file);

        Assert.False(_store.TryLoad("a", out byte[] content, out string? problem));
        Assert.Empty(content);
        Assert.False(string.IsNullOrEmpty(problem));
    }

    private byte[] Load(string name)
    {
        Assert.True(_store.TryLoad(name, out byte[] content, out string? problem), problem);
        return content;
    }
}
