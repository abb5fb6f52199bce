namespace Nightjar.Server.Ingestion;

/// <summary>
/// Bounds the memory that bodies of requests take, packed and unpacked, from the first byte read to the answer. Thread-safe.
/// </summary>
public sealed class BodyMemory(long maxBytes)
{
    private long _bytes;

    /// <summary>The bound.</summary>
    public long MaxBytes { get; } = maxBytes;

    /// <summary>Bytes taken.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Why a request is told to come again.</summary>
    public string Sentence => $"the bodies of requests take more than {MaxBytes} bytes now; send it again in a few seconds, or raise ingestion.maxBodyBytesInFlight";

    /// <summary>A share of it for one request, empty at first: dispose it with the answer.</summary>
    public Share Open() => new(this);

    /// <summary>What one request takes. One thread at a time.</summary>
    public sealed class Share : IDisposable
    {
        private readonly BodyMemory _owner;
        private long _mine;

        internal Share(BodyMemory owner) => _owner = owner;

        /// <summary>Takes so much more; false, and nothing taken, beyond the bound. A request alone is taken however large it is.</summary>
        public bool TryGrow(long bytes)
        {
            long all = Interlocked.Add(ref _owner._bytes, bytes);
            if (all > _owner.MaxBytes && all > _mine + bytes)
            {
                Interlocked.Add(ref _owner._bytes, -bytes);
                return false;
            }

            _mine += bytes;
            return true;
        }

        /// <inheritdoc />
        public void Dispose()
        {
            Interlocked.Add(ref _owner._bytes, -_mine);
            _mine = 0;
        }
    }
}
