namespace Nightjar.Core.Telemetry.Patterns;

/// <summary>Lines that say the same with different values.</summary>
/// <param name="Id">The oldest signature of the pattern, which stays its id when others join it; 0 is the unclassified.</param>
/// <param name="Template">
/// The text that the lines share, with <c>&lt;num&gt;</c>, <c>&lt;id&gt;</c>, <c>&lt;hex&gt;</c>, <c>&lt;ip&gt;</c>, <c>&lt;path&gt;</c>,
/// <c>&lt;url&gt;</c>, <c>&lt;time&gt;</c>, <c>&lt;host&gt;</c>, <c>&lt;mail&gt;</c>, <c>&lt;mac&gt;</c>, <c>&lt;bool&gt;</c> where they have values of one kind and
/// <c>&lt;*&gt;</c> where they have any.
/// </param>
/// <param name="Count">Lines.</param>
/// <param name="Example">The first of them, at most <see cref="PatternMiner.MaxMessageBytes"/>.</param>
/// <param name="FirstLine">Which line it was that the miner took, from 1.</param>
/// <param name="LastLine">The newest of them.</param>
public sealed record LogPattern(int Id, string Template, long Count, string Example, long FirstLine, long LastLine);
