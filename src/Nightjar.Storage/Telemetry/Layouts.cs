namespace Nightjar.Storage.Telemetry;

/// <summary>
/// The layout in force, and who still reads an older one: a part is deleted and a table dropped only when nobody who could
/// still open it is left. Thread-safe.
/// </summary>
internal sealed class Layouts(Layout first)
{
    private readonly Lock _gate = new();
    private readonly Queue<(Edition Before, Action Retire)> _retiring = new();
    private Edition _current = new(first);

    /// <summary>The layout in force, for figures; to read samples take a <see cref="Lease"/>.</summary>
    public Layout Current
    {
        get
        {
            lock (_gate)
            {
                return _current.Layout;
            }
        }
    }

    /// <summary>The layout in force, kept readable until the lease is disposed.</summary>
    public Lease Acquire()
    {
        lock (_gate)
        {
            _current.Readers++;
            return new Lease(this, _current);
        }
    }

    /// <summary>Puts a new layout in force.</summary>
    /// <param name="next">The new layout.</param>
    /// <param name="retire">Removes what only older layouts name; run by <see cref="Collect"/> once nobody reads them.</param>
    public void Publish(Layout next, Action? retire = null)
    {
        lock (_gate)
        {
            if (retire is not null)
            {
                _retiring.Enqueue((_current, retire));
            }

            _current = new Edition(next) { Before = _current };
        }
    }

    /// <summary>Removes what nobody reads any more. One caller at a time; what fails is tried again by the next call.</summary>
    public void Collect()
    {
        while (TryPeek(out Action retire))
        {
            retire();
            lock (_gate)
            {
                _retiring.Dequeue();
            }
        }
    }

    private bool TryPeek(out Action retire)
    {
        lock (_gate)
        {
            bool found = _retiring.TryPeek(out (Edition Before, Action Retire) next) && next.Before.Drained();
            retire = found ? next.Retire : () => { };
            return found;
        }
    }

    private void Release(Edition edition)
    {
        lock (_gate)
        {
            edition.Readers--;
        }
    }

    /// <summary>One layout and its readers, linked to the ones before it that are still read.</summary>
    internal sealed class Edition(Layout layout)
    {
        public Layout Layout { get; } = layout;

        public Edition? Before { get; set; }

        public int Readers { get; set; }

        /// <summary>True when neither this nor an older edition has readers; cuts the chain behind it so that it can be collected.</summary>
        public bool Drained()
        {
            if (Before is not null && Before.Drained())
            {
                Before = null;
            }

            return Readers == 0 && Before is null;
        }
    }

    /// <summary>Keeps a layout readable.</summary>
    internal sealed class Lease(Layouts owner, Edition edition) : IDisposable
    {
        private Edition? _edition = edition;

        public Layout Layout { get; } = edition.Layout;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _edition, null) is Edition edition)
            {
                owner.Release(edition);
            }
        }
    }
}
