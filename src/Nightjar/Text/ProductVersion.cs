namespace Nightjar.Commands.Text;

/// <summary>The version of this executable.</summary>
internal static class ProductVersion
{
    public static string Text { get; } = typeof(ProductVersion).Assembly.GetName().Version?.ToString(3) ?? "";
}
