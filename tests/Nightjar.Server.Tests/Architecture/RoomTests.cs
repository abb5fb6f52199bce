using System.Reflection;
using System.Xml.Linq;
using Mono.Cecil;
using NetArchTest.Rules;
using Nightjar.Core.Telemetry;
using Nightjar.Storage.Telemetry;

namespace Nightjar.Server.Tests.Architecture;

/// <summary>The rooms of ARCHITECTURE.md, what each may use, and the one direction in which data goes.</summary>
public sealed class RoomTests
{
    private static readonly Assembly Core = typeof(Labels).Assembly;
    private static readonly Assembly Storage = typeof(TelemetryStore).Assembly;
    private static readonly Assembly Server = typeof(NightjarServer).Assembly;

    private static readonly string[] Stages = ["Telemetry", "Statistics", "Ingestion", "Detection", "Correlation", "Diagnosis"];

    // What guards memory within one call is no clock, socket or task.
    private static readonly HashSet<string> ThreadingAllowedInCore = ["Lock", "Scope", "Interlocked", "Volatile", "CancellationToken"];

    // Bytes in memory are no files.
    private static readonly HashSet<string> InputOutputAllowedInCore =
        ["BinaryReader", "BinaryWriter", "Stream", "MemoryStream", "SeekOrigin", "InvalidDataException", "EndOfStreamException", "TextReader", "TextWriter", "StringReader", "StringWriter"];

    private static readonly string[] NamespacesBannedInCore =
        ["System.IO.Pipes", "System.IO.Compression", "System.Net", "System.Data", "System.Threading.Tasks", "System.Threading.Channels", "System.Diagnostics.Metrics", "System.Diagnostics.Tracing"];

    private static readonly string[] TypesBannedInCore =
        ["System.Console", "System.Diagnostics.Process", "System.Diagnostics.Stopwatch", "System.Diagnostics.Trace", "System.Diagnostics.Activity"];

    public static TheoryData<string, string> EarlierAndLaterStages()
    {
        TheoryData<string, string> pairs = [];
        for (int earlier = 0; earlier < Stages.Length; earlier++)
        {
            foreach (string later in Stages[(earlier + 1)..])
            {
                pairs.Add(Stages[earlier], later);
            }
        }

        return pairs;
    }

    [Fact]
    public void Core_Assemblies_AreTheBclAndHashing() =>
        Assert.All(Core.GetReferencedAssemblies(), reference => Assert.StartsWith("System.", reference.Name, StringComparison.Ordinal));

    [Fact]
    public void Core_Types_UseNoFilesSocketsTasksOrLogs()
    {
        using ModuleDefinition module = ModuleDefinition.ReadModule(Core.Location);
        Assert.All(module.GetTypeReferences(), used =>
        {
            Assert.False(IsBannedInCore(used.DeclaringType?.Namespace ?? used.Namespace, used.Name, used.FullName), $"Core uses {used.FullName}.");
        });
    }

    [Fact]
    public void Storage_Types_DoNotKnowTheServer() => AssertNone(Types.InAssembly(Storage).That().ResideInNamespace("Nightjar"), "Nightjar.Server", "Microsoft.AspNetCore", "Orleans");

    [Fact]
    public void Ui_Types_DoNotKnowTheWire() => AssertNone(
        Types.InAssembly(Server).That().ResideInNamespace("Nightjar.Server.Ui"),
        "Nightjar.Server.Ingestion.Otlp", "Nightjar.Server.Ingestion.Prometheus", "Google.Protobuf", "Grpc", "Snappier", "DuckDB", "Microsoft.EntityFrameworkCore");

    [Theory]
    [InlineData("Ingestion")]
    [InlineData("Detection")]
    [InlineData("Correlation")]
    [InlineData("Diagnosis")]
    public void Stage_Types_DoNotKnowWhatReadsThem(string stage) =>
        AssertNone(Types.InAssembly(Server).That().ResideInNamespace($"Nightjar.Server.{stage}"), "Nightjar.Server.Api", "Nightjar.Server.Ui", "MudBlazor", "Vizor");

    [Theory]
    [MemberData(nameof(EarlierAndLaterStages))]
    public void Stage_Types_DoNotKnowALaterStage(string earlier, string later)
    {
        if (HasFolder($"src/Nightjar.Core/{earlier}/"))
        {
            AssertNone(Types.InAssembly(Core).That().ResideInNamespace($"Nightjar.Core.{earlier}"), $"Nightjar.Core.{later}");
        }

        if (HasFolder($"src/Nightjar.Server/{earlier}/"))
        {
            AssertNone(
                Types.InAssembly(Server).That().ResideInNamespace($"Nightjar.Server.{earlier}"), $"Nightjar.Server.{later}", $"Nightjar.Core.{later}");
        }
    }

    [Theory]
    [InlineData("Nightjar.Core", "Telemetry Statistics Detection Correlation Diagnosis")]
    [InlineData("Nightjar.Storage", "Telemetry State Snapshots")]
    [InlineData("Nightjar.Server", "Ingestion Detection Correlation Diagnosis Api Ui Access Cluster Configuration SelfWatch Properties wwwroot")]
    public void Room_Folders_AreThoseOfTheArchitecture(string project, string allowed)
    {
        string prefix = $"src/{project}/";
        IEnumerable<string> folders = Repository.Files
            .Where(file => file.StartsWith(prefix, StringComparison.Ordinal) && file[prefix.Length..].Contains('/', StringComparison.Ordinal))
            .Select(file => file[prefix.Length..file.IndexOf('/', prefix.Length)])
            .Distinct();

        Assert.Subset(new HashSet<string>(allowed.Split(' ')), new HashSet<string>(folders));
    }

    [Theory]
    [InlineData("Nightjar.Core", "")]
    [InlineData("Nightjar.Storage", "Nightjar.Core")]
    [InlineData("Nightjar.Server", "Nightjar.Storage")]
    [InlineData("Nightjar.Evaluation", "Nightjar.Core")]
    [InlineData("Nightjar", "Nightjar.Evaluation Nightjar.Server")]
    public void Room_Project_RefersToNoOtherRooms(string project, string rooms)
    {
        XDocument file = XDocument.Parse(Repository.Read($"src/{project}/{project}.csproj"));
        IEnumerable<string> referred = file.Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")?.Value ?? ""));

        Assert.Equal(rooms, string.Join(' ', referred.Order(StringComparer.Ordinal)));
    }

    private static bool IsBannedInCore(string space, string name, string fullName) => space switch
    {
        "System.Threading" => !ThreadingAllowedInCore.Contains(name),
        "System.IO" => !InputOutputAllowedInCore.Contains(name),
        _ => TypesBannedInCore.Contains(fullName)
            || NamespacesBannedInCore.Any(banned => space == banned || space.StartsWith(banned + ".", StringComparison.Ordinal)),
    };

    private static bool HasFolder(string folder) => Repository.Files.Any(file => file.StartsWith(folder, StringComparison.Ordinal));

    private static void AssertNone(PredicateList types, params string[] dependencies)
    {
        Assert.NotEmpty(types.GetTypes()); // a rule about no types holds whatever they do
        NetArchTest.Rules.TestResult result = types.ShouldNot().HaveDependencyOnAny(dependencies).GetResult();
        Assert.True(result.IsSuccessful, $"These use {string.Join(" or ", dependencies)}: {string.Join(", ", result.FailingTypeNames ?? [])}");
    }
}
