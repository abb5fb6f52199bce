using MudBlazor;

namespace Nightjar.Server.Ui.Layout;

/// <summary>
/// Sizes and type of MudBlazor's components. Colours are not here: <c>nightjar.css</c> holds them for dark and light, so that the
/// first paint is right before anything of the circuit has run.
/// </summary>
public static class NightjarTheme
{
    private static readonly string[] Fonts = ["Inter", "system-ui", "sans-serif"];

    /// <summary>The theme.</summary>
    public static MudTheme Mud { get; } = new()
    {
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "4px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Fonts, FontSize = "0.8125rem", LineHeight = "1.5", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontFamily = Fonts, FontSize = "0.8125rem", LineHeight = "1.5", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontFamily = Fonts, FontSize = "0.8125rem", LineHeight = "1.5", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontFamily = Fonts, FontSize = "0.8125rem", LineHeight = "1.5", LetterSpacing = "normal", TextTransform = "none" },
        },
    };
}
