namespace Nightjar.Core.Telemetry.Logs;

/// <content>The time of day and its zone.</content>
internal ref partial struct LogStampReader
{
    // Abbreviations that mean one thing in logs, in minutes.
    private static readonly (uint Name, int Minutes)[] Zones =
    [
        (Name("utc"u8), 0), (Name("gmt"u8), 0), (Name("est"u8), -300), (Name("edt"u8), -240), (Name("cst"u8), -360), (Name("cdt"u8), -300), (Name("mst"u8), -420),
        (Name("mdt"u8), -360), (Name("pst"u8), -480), (Name("pdt"u8), -420), (Name("cet"u8), 60), (Name("bst"u8), 60), (Name("jst"u8), 540), (Name("msk"u8), 180),
    ];

    private bool TryTimeAfterDate(bool isNeeded)
    {
        int before = _at;
        if (_at + 1 < _text.Length && _text[_at] is (byte)' ' or (byte)'T' or (byte)'t' or (byte)'-' or (byte)'_' or (byte)':' or (byte)',')
        {
            _at++;
            SkipBlanks();
            if (TryTime() || TryPackedTime())
            {
                return true;
            }
        }

        _at = before;
        return !isNeeded;
    }

    private bool TryTime()
    {
        int before = _at;
        if (!TryNumber(1, 2, out int hour) || _at >= _text.Length || _text[_at] is not ((byte)':' or (byte)'.'))
        {
            _at = before;
            return false;
        }

        byte separator = _text[_at++];
        int second = 0;
        if (!TryNumber(1, 2, out int minute) || !TrySkip(separator) || !TryNumber(1, 2, out second))
        {
            _at = before;
            return false;
        }

        return TrySetTime(hour, minute, second);
    }

    private bool TryPackedTime()
    {
        int before = _at;
        if (TryNumber(2, 2, out int hour) && TryNumber(2, 2, out int minute) && TryNumber(2, 2, out int second))
        {
            return TrySetTime(hour, minute, second);
        }

        _at = before;
        return false;
    }

    private bool TrySetTime(int hour, int minute, int second)
    {
        if (hour > 23 || minute > 59 || second > 60)
        {
            return false;
        }

        long fractionNs = ReadFraction(_text, ref _at);
        hour = ReadHalfOfDay(hour);
        _timeOfDayNs = ((((hour * 60L) + minute) * 60) + second) * Clock.NsPerSecond + fractionNs;
        _hasTime = true;
        ReadZone();
        return true;
    }

    private int ReadHalfOfDay(int hour)
    {
        int at = _at + (IsBlankAt(_at) ? 1 : 0);
        if (at + 2 > _text.Length || (_text[at + 1] | 0x20) != 'm' || !EndsAt(_text, at + 2) || (_text[at] | 0x20) is not ('a' or 'p'))
        {
            return hour;
        }

        _at = at + 2;
        return (hour % 12) + ((_text[at] | 0x20) == 'p' ? 12 : 0);
    }

    private void ReadZone()
    {
        int at = _at;
        if (at < _text.Length && (_text[at] | 0x20) == 'z')
        {
            (_at, _zoneMinutes) = (at + 1, 0);
            return;
        }

        at += IsBlankAt(at) ? 1 : 0;
        if (at + 3 > _text.Length)
        {
            return;
        }

        if (_text[at] is (byte)'+' or (byte)'-')
        {
            int before = _at;
            _at = at + 1;
            if (TryNumber(2, 2, out int hours) && hours <= 14 && (TrySkip(':') || true) && TryNumber(2, 2, out int minutes) && EndsAt(_text, _at))
            {
                _zoneMinutes = (_text[at] == '-' ? -1 : 1) * ((hours * 60) + minutes);
                return;
            }

            _at = before;
            return;
        }

        uint name = Name(_text.Slice(at, 3));
        foreach ((uint zone, int minutes) in Zones)
        {
            if (zone == name && EndsAt(_text, at + 3))
            {
                (_at, _zoneMinutes) = (at + 3, minutes);
                return;
            }
        }
    }

    private static long ReadFraction(ReadOnlySpan<byte> text, ref int at)
    {
        if (at + 1 >= text.Length || text[at] is not ((byte)'.' or (byte)',' or (byte)':') || !IsDigit(text[at + 1]))
        {
            return 0;
        }

        // Behind a colon stand milliseconds, as they are counted.
        long unitNs = text[at] == ':' ? Clock.NsPerMs : Clock.NsPerSecond;
        bool isCount = unitNs == Clock.NsPerMs;
        long fraction = 0;
        for (at++; at < text.Length && IsDigit(text[at]); at++)
        {
            if (isCount)
            {
                fraction = Math.Min((fraction * 10) + (text[at] - '0'), 999);
            }
            else if (unitNs > 1)
            {
                fraction = (fraction * 10) + (text[at] - '0');
                unitNs /= 10;
            }
        }

        return fraction * unitNs;
    }
}
