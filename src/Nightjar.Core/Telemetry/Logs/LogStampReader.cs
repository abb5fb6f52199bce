using System.Runtime.CompilerServices;

namespace Nightjar.Core.Telemetry.Logs;

/// <summary>
/// Reads time stamps by a grammar, not by a list of formats: a date in any usual order with <c>-</c>, <c>/</c> or <c>.</c> or none between, names of months
/// and days of the week, a time with <c>:</c> or <c>.</c>, fractions, zones, counts since 1970. Where day and month could be either, <c>a/b/yyyy</c> is month first,
/// <c>a.b.yyyy</c> and <c>a-b-yyyy</c> are day first, and of two digits three times the year is first.
/// </summary>
internal ref partial struct LogStampReader
{
    // 1990 and 2100: counts of seconds outside are other numbers.
    private const long EarliestSecond = 631_152_000;
    private const long LatestSecond = 4_102_444_800;
    private const int LeastBytes = 8;

    private static readonly uint[] Months = Names("jan feb mar apr may jun jul aug sep oct nov dec");
    private static readonly uint[] Weekdays = Names("mon tue wed thu fri sat sun");

    private readonly ReadOnlySpan<byte> _text;
    private int _at;
    private int _year;
    private int _month;
    private int _day;
    private bool _hasTime;
    private long _timeOfDayNs;
    private int? _zoneMinutes;
    private bool _isSyslog;

    private LogStampReader(ReadOnlySpan<byte> text) => _text = text;

    /// <summary>Reads the stamp at the beginning of a text; what follows it must not be a letter or a digit.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, LogTimeAssumption assumption, out LogStamp stamp)
    {
        stamp = default;
        if (text.Length < LeastBytes)
        {
            return false;
        }

        if (IsDigit(text[0]))
        {
            int digits = 1;
            while (digits < text.Length && IsDigit(text[digits]))
            {
                digits++;
            }

            if (digits is 10 or 13 or 16 or 19)
            {
                return TryCount(text, digits, out stamp);
            }

            LogStampReader numeric = new(text);
            return numeric.TryNumericDate(digits) && numeric.TryFinish(assumption, 0, out stamp);
        }

        LogStampReader named = new(text);
        if (text[1] is >= (byte)'0' and <= (byte)'1')
        {
            return named.TryKlog(out byte severity) && named.TryFinish(assumption, severity, out stamp);
        }

        return named.TryNamedDate() && named.TryFinish(assumption, 0, out stamp);
    }

    /// <summary>Seconds since 1970 with or without a fraction, or ms, µs, ns.</summary>
    private static bool TryCount(ReadOnlySpan<byte> text, int digits, out LogStamp stamp)
    {
        stamp = default;
        long count = 0;
        for (int i = 0; i < digits; i++)
        {
            count = (count * 10) + (text[i] - '0');
        }

        long unitNs = digits switch { 10 => Clock.NsPerSecond, 13 => Clock.NsPerMs, 16 => 1_000, _ => 1 };
        long second = count / (Clock.NsPerSecond / unitNs);
        if (second is < EarliestSecond or > LatestSecond)
        {
            return false;
        }

        int at = digits;
        long fractionNs = digits == 10 ? ReadFraction(text, ref at) : 0;
        stamp = new LogStamp(at, (count * unitNs) + fractionNs, true, true, false, LogSeverity.Unknown);
        return EndsAt(text, at);
    }

    private bool TryNumericDate(int digits)
    {
        byte next = digits < _text.Length ? _text[digits] : (byte)0;
        switch (digits)
        {
            case 1 or 2 when next == ':':
                return TryTime();
            case 1 or 2 when next is (byte)'/' or (byte)'-' or (byte)'.':
                return TryShortDate(next);
            case 1 or 2 when next == ' ':
                return TryDayFirst(' ') && TryTimeAfterDate(isNeeded: true);
            case 4 when next is (byte)'-' or (byte)'/' or (byte)'.':
                return TryNumber(4, 4, out _year) && TrySkip(next) && TryNumber(1, 2, out _month) && TrySkip(next) && TryNumber(1, 2, out _day) && TryTimeAfterDate(isNeeded: false);
            case 6 when next == ' ':
                return TryTwoDigitYear() && TryNumber(2, 2, out _month) && TryNumber(2, 2, out _day) && TryTimeAfterDate(isNeeded: true);
            case 8:
                return TryNumber(4, 4, out _year) && TryNumber(2, 2, out _month) && TryNumber(2, 2, out _day) && TryTimeAfterDate(isNeeded: true);
            case 14:
                return TryNumber(4, 4, out _year) && TryNumber(2, 2, out _month) && TryNumber(2, 2, out _day) && TryPackedTime();
            default:
                return false;
        }
    }

    /// <summary>Two or three parts, none of which begins with a year of four digits.</summary>
    private bool TryShortDate(byte separator)
    {
        if (TryDayFirst(separator))
        {
            return TryTimeAfterDate(isNeeded: true);
        }

        _at = 0;
        if (!TryNumber(1, 2, out int first) || !TrySkip(separator) || !TryNumber(1, 2, out int second))
        {
            return false;
        }

        if (!TrySkip(separator))
        {
            (_month, _day) = (first, second);
            return TryTimeAfterDate(isNeeded: true);
        }

        int before = _at;
        if (TryNumber(4, 4, out _year))
        {
            bool monthFirst = second > 12 || (separator == '/' && first <= 12);
            (_month, _day) = monthFirst ? (first, second) : (second, first);
        }
        else
        {
            _at = before;
            if (!TryNumber(2, 2, out int third))
            {
                return false;
            }

            bool yearLast = third > 31 || second > 12;
            (_year, _month, _day) = yearLast ? (Century(third), first, second) : (Century(first), second, third);
        }

        return TryTimeAfterDate(isNeeded: true);
    }

    /// <summary><c>10/Oct/2000</c>, <c>10-Oct-2000</c>, <c>10 Oct 2000</c>.</summary>
    private bool TryDayFirst(int separator)
    {
        if (!TryNumber(1, 2, out _day) || !TrySkip(separator) || !TryMonth() || !TrySkip(separator))
        {
            return false;
        }

        return TryNumber(4, 4, out _year);
    }

    private bool TryNamedDate()
    {
        if (TryName(Weekdays, out _))
        {
            _ = TrySkip(',');
            SkipBlanks();
            if (_at < _text.Length && IsDigit(_text[_at]))
            {
                return TryDayFirst(' ') && TryTimeAfterDate(isNeeded: true);
            }
        }

        bool hasWeekday = _at > 0;
        if (!TryMonth() || !IsBlankAt(_at))
        {
            return false;
        }

        SkipBlanks();
        if (!TryNumber(1, 2, out _day))
        {
            return false;
        }

        _ = TrySkip(',');
        SkipBlanks();
        int before = _at;
        if (!TryNumber(4, 4, out _year) || !IsBlankAt(_at))
        {
            (_at, _year) = (before, 0);
        }

        SkipBlanks();
        if (!TryTime())
        {
            return false;
        }

        int end = _at;
        if (_year == 0 && TrySkip(' ') && TryYearAfterTime())
        {
            end = _at;
        }

        _at = end;
        _isSyslog = _year == 0 && !hasWeekday;
        return true;
    }

    private bool TryYearAfterTime() => TryNumber(4, 4, out _year) && _year is >= 1970 and < 2100 && EndsAt(_text, _at) || FailYear();

    private bool FailYear()
    {
        _year = 0;
        return false;
    }

    /// <summary>Level's letter, month and day without anything between: <c>I0102 15:04:05.123456</c>.</summary>
    private bool TryKlog(out byte severity)
    {
        severity = LogSeverity.Unknown;
        if (_text[0] is not ((byte)'I' or (byte)'W' or (byte)'E' or (byte)'F') || !LogSeverity.TryParse(_text[..1], out severity))
        {
            return false;
        }

        _at = 1;
        return TryNumber(2, 2, out _month) && TryNumber(2, 2, out _day) && TrySkip(' ') && TryTime();
    }

    private bool TryFinish(LogTimeAssumption assumption, byte severity, out LogStamp stamp)
    {
        stamp = default;
        if (!EndsAt(_text, _at))
        {
            return false;
        }

        long zoneNs = _zoneMinutes is { } minutes ? minutes * Clock.NsPerMinute : assumption.ZoneNs;
        if (_month == 0 && _day == 0)
        {
            long today = assumption.DayNs + _timeOfDayNs - zoneNs;
            stamp = new LogStamp(_at, assumption.IsOfDayBefore(today) ? today - (86_400 * Clock.NsPerSecond) : today, true, false, false, severity);
            return _hasTime;
        }

        bool hasYear = _year != 0;
        int year = hasYear ? _year : assumption.Year + 1;
        if (_month is < 1 or > 12 || _day < 1 || (hasYear && year is < 1970 or > 2200) || _day > (hasYear ? DateTime.DaysInMonth(year, _month) : DateTime.DaysInMonth(2000, _month)))
        {
            return false;
        }

        long timeNs = 0;
        for (int tries = 0; tries < 9; tries++, year--)
        {
            // Without a year the latest that has that day and is not in the future: a 29th of February may be eight years away.
            if (!hasYear && (year < 1970 || _day > DateTime.DaysInMonth(year, _month)))
            {
                continue;
            }

            timeNs = (DaysSince1970(year, _month, _day) * 86_400 * Clock.NsPerSecond) + _timeOfDayNs - zoneNs;
            if (hasYear || !assumption.IsFuture(timeNs))
            {
                break;
            }
        }

        stamp = new LogStamp(_at, timeNs, _hasTime, hasYear && _zoneMinutes is not null, _isSyslog, severity);
        return true;
    }

    /// <summary>Howard Hinnant, chrono-Compatible Low-Level Date Algorithms (2013): days_from_civil.</summary>
    private static long DaysSince1970(int year, int month, int day)
    {
        int y = month <= 2 ? year - 1 : year;
        int era = y / 400;
        int yearOfEra = y - (era * 400);
        int dayOfYear = (((153 * (month + (month > 2 ? -3 : 9))) + 2) / 5) + day - 1;
        return (era * 146_097L) + (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear - 719_468;
    }

    private bool TryTwoDigitYear()
    {
        bool isThere = TryNumber(2, 2, out int year);
        _year = Century(year);
        return isThere;
    }

    // No log is older than Unix.
    private static int Century(int year) => year < 70 ? 2000 + year : 1900 + year;

    private bool TryMonth()
    {
        if (!TryName(Months, out int month))
        {
            return false;
        }

        _month = month + 1;
        return true;
    }

    /// <summary>A name of three letters, or the whole word that begins so.</summary>
    private bool TryName(uint[] names, out int index)
    {
        index = -1;
        if (_at + 3 > _text.Length)
        {
            return false;
        }

        index = names.AsSpan().IndexOf(Name(_text.Slice(_at, 3)));
        if (index < 0)
        {
            return false;
        }

        for (_at += 3; _at < _text.Length && (_text[_at] | 0x20) is >= 'a' and <= 'z'; _at++)
        {
        }

        return true;
    }

    private bool TryNumber(int least, int most, out int number)
    {
        number = 0;
        int start = _at;
        while (_at < _text.Length && _at - start < most && IsDigit(_text[_at]))
        {
            number = (number * 10) + (_text[_at++] - '0');
        }

        return _at - start >= least;
    }

    private bool TrySkip(int letter)
    {
        if (_at >= _text.Length || _text[_at] != letter)
        {
            return false;
        }

        _at++;
        return true;
    }

    private void SkipBlanks()
    {
        while (IsBlankAt(_at))
        {
            _at++;
        }
    }

    private readonly bool IsBlankAt(int at) => at < _text.Length && _text[at] == ' ';

    private static bool EndsAt(ReadOnlySpan<byte> text, int at) => at >= text.Length
        || !(IsDigit(text[at]) || (text[at] | 0x20) is >= 'a' and <= 'z' || text[at] >= 0x80 || (text[at] is (byte)'.' or (byte)':' or (byte)'-' && at + 1 < text.Length && IsDigit(text[at + 1])));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsDigit(byte letter) => (uint)(letter - '0') <= 9;

    private static uint Name(ReadOnlySpan<byte> three) => (uint)(three[0] | (three[1] << 8) | (three[2] << 16)) | 0x202020;

    private static uint[] Names(string names) => [.. names.Split(' ').Select(name => Name(System.Text.Encoding.ASCII.GetBytes(name)))];
}
