using Nightjar.Core.Telemetry;

namespace Nightjar.Server.Api.V1;

/// <summary>One series. <see cref="Series"/> is a selector that finds it again.</summary>
internal sealed record SeriesRecord(string Series, IReadOnlyDictionary<string, string> Labels, MetricKind Kind, string Unit, DateTimeOffset? Newest);

/// <summary>The samples of one series. A time is in seconds since 1970; a value that is no number is text. The band is null unless asked for.</summary>
internal sealed record SamplesRecord(string Series, IReadOnlyList<SampleRecord> Samples, IReadOnlyList<BandRecord>? Band);

/// <summary>What was expected at one sample; while learning, the range is the first guess.</summary>
internal sealed record BandRecord(double Time, double Expected, double Lower, double Upper, bool IsLearning, bool IsAbnormal);

/// <summary>One sample.</summary>
internal sealed record SampleRecord(double Time, double Value);
