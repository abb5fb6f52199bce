namespace Nightjar.Core.Telemetry.Patterns;

/// <summary>What two templates share in the same order (longest common subsequence); where they differ, anything can stand.</summary>
internal static class TemplateAlignment
{
    /// <summary>O(n · m) in the tokens, of which there are at most <see cref="MessageTokens.MaxTokens"/>.</summary>
    public static List<TemplatePart> Shared(List<TemplatePart> one, List<TemplatePart> other)
    {
        int[,] lengths = Lengths(one, other);
        List<TemplatePart> shared = [];
        int i = 0;
        int j = 0;
        bool gap = false;
        while (i < one.Count || j < other.Count)
        {
            bool same = i < one.Count && j < other.Count && one[i].Text == other[j].Text;
            if (!same && !gap)
            {
                shared.Add(new TemplatePart(LogPlaceholders.Any, i < one.Count ? one[i].Spaced : other[j].Spaced));
            }

            gap = !same;
            if (same)
            {
                shared.Add(one[i]);
                i++;
                j++;
            }
            else if (j >= other.Count || (i < one.Count && lengths[i + 1, j] >= lengths[i, j + 1]))
            {
                i++;
            }
            else
            {
                j++;
            }
        }

        return shared;
    }

    private static int[,] Lengths(List<TemplatePart> one, List<TemplatePart> other)
    {
        int[,] lengths = new int[one.Count + 1, other.Count + 1];
        for (int i = one.Count - 1; i >= 0; i--)
        {
            for (int j = other.Count - 1; j >= 0; j--)
            {
                lengths[i, j] = one[i].Text == other[j].Text ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
            }
        }

        return lengths;
    }
}
