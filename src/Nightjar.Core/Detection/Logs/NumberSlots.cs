namespace Nightjar.Core.Detection.Logs;

/// <summary>
/// The numbers of a pattern's messages, by their order in the text: how large each has been, and the first that was far larger. Kept only while all messages
/// have equally many, because else the second number of one is not the second of another.
/// </summary>
internal sealed class NumberSlots
{
    private const int MostSlots = 4;
    private const int MostBytes = 512;

    // Longer ones are identifiers.
    private const int MostDigits = 12;

    // After so many, one ten times as large as all before is news: with a tail as heavy as 1/x once in 10,000 numbers.
    private const long LearntNumbers = 1_000;
    private const double FarLarger = 10;

    private readonly NumberSlot[] _slots = new NumberSlot[MostSlots];
    private int _numbers = -1;
    private bool _isMixed;

    /// <summary>Slots that had a number far larger than all before; with their number from 1.</summary>
    public IEnumerable<(int Number, NumberSlot Slot)> Outliers => _isMixed
        ? []
        : _slots.Select((slot, i) => (Number: i + 1, Slot: slot)).Where(entry => entry.Slot.Larger > 0);

    /// <summary>Takes a message's numbers in. // hot</summary>
    public void Add(ReadOnlySpan<byte> message, long? timeNs)
    {
        if (_isMixed)
        {
            return;
        }

        message = message[..Math.Min(message.Length, MostBytes)];
        int found = 0;
        for (int at = 0; at < message.Length && found < MostSlots; at++)
        {
            if ((uint)(message[at] - '0') > 9)
            {
                continue;
            }

            int start = at;
            double value = Read(message, ref at);
            if (value >= 0 && (start == 0 || IsSeparator(message[start - 1])) && (at >= message.Length || !IsPartOfAnother(message[at..])))
            {
                Add(ref _slots[found++], value, timeNs);
            }
            else
            {
                while (at < message.Length && message[at] != ' ')
                {
                    at++;
                }
            }
        }

        _isMixed = _numbers >= 0 && _numbers != found;
        _numbers = found;
    }

    /// <summary>Takes in another's: the sums of both count as learnt.</summary>
    public void Join(NumberSlots other)
    {
        _isMixed |= other._isMixed || (_numbers >= 0 && other._numbers >= 0 && _numbers != other._numbers);
        _numbers = Math.Max(_numbers, other._numbers);
        for (int i = 0; i < MostSlots; i++)
        {
            NumberSlot one = _slots[i];
            NumberSlot two = other._slots[i];
            NumberSlot larger = one.Larger > 0 ? one : two;
            _slots[i] = larger with { Count = one.Count + two.Count, Highest = Math.Max(one.Highest, two.Highest), LatestNs = Math.Max(one.LatestNs, two.LatestNs) };
        }
    }

    private static void Add(ref NumberSlot slot, double value, long? timeNs)
    {
        // Logs of several sources are not read in the order of time: then what was read before is not what was before.
        bool isOfBefore = timeNs < slot.LatestNs;
        bool isFarLarger = slot.Count >= LearntNumbers && slot.Highest > 0 && value >= FarLarger * slot.Highest && !isOfBefore;
        if (isFarLarger)
        {
            slot = slot.Larger == 0
                ? slot with { Larger = 1, Value = value, TimeNs = timeNs, Before = slot.Count, HighestBefore = slot.Highest }
                : slot with { Larger = slot.Larger + 1 };
        }

        slot = slot with
        {
            Count = slot.Count + 1,
            Highest = isFarLarger ? slot.Highest : Math.Max(slot.Highest, value),
            LatestNs = Math.Max(slot.LatestNs, timeNs ?? 0),
        };
    }

    private static double Read(ReadOnlySpan<byte> text, ref int at)
    {
        int start = at;
        double value = 0;
        for (; at < text.Length && (uint)(text[at] - '0') <= 9; at++)
        {
            value = (value * 10) + (text[at] - '0');
        }

        bool isLong = at - start > MostDigits;
        if (at + 1 < text.Length && text[at] == '.' && (uint)(text[at + 1] - '0') <= 9)
        {
            double unit = 1;
            for (at++; at < text.Length && (uint)(text[at] - '0') <= 9; at++)
            {
                unit /= 10;
                value += (text[at] - '0') * unit;
            }
        }

        return isLong ? -1 : value;
    }

    private static bool IsSeparator(byte letter) => letter is (byte)' ' or (byte)'=' or (byte)'(' or (byte)'[' or (byte)',' or (byte)'"' or (byte)'\'' or (byte)'<';

    /// <summary>An address, a date, a name with a digit; a unit is none of them.</summary>
    private static bool IsPartOfAnother(ReadOnlySpan<byte> rest)
    {
        if (rest[0] is (byte)'.' or (byte)':' or (byte)'-' or (byte)'/' or (byte)'_')
        {
            return rest.Length > 1 && rest[1] != ' ';
        }

        int letters = 0;
        while (letters < rest.Length && char.IsAsciiLetter((char)rest[letters]))
        {
            letters++;
        }

        return letters > 3 || rest[0] >= 0x80 || (letters < rest.Length && letters > 0 && char.IsAsciiDigit((char)rest[letters]));
    }
}
