using System.ComponentModel.DataAnnotations;

namespace Nightjar.Server.Ingestion.Logs.Files;

/// <summary>Files that are followed (an item of <c>ingestion.logs.files</c>).</summary>
public sealed class LogFileOptions
{
    /// <summary>An absolute path; <c>*</c> and <c>?</c> stand for any characters but <c>/</c>.</summary>
    [Required]
    [StringLength(4_096, MinimumLength = 2)]
    public string Path { get; set; } = "";

    /// <summary>The service that writes them; without it the program that a line names, or the file.</summary>
    public string Service { get; set; } = "";

    /// <summary>Further labels of all their lines.</summary>
    public Dictionary<string, string> Labels { get; set; } = [];
}
