using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Nightjar.Server.Ingestion.Otlp;

/// <summary>gRPC's gzip, which by itself bounds only the packed message: a few kilobytes can hold gigabytes.</summary>
internal sealed class BoundedGzip(int maxBytes) : ICompressionProvider
{
    /// <inheritdoc />
    public string EncodingName => "gzip";

    /// <inheritdoc />
    public Stream CreateCompressionStream(Stream stream, CompressionLevel? compressionLevel) =>
        new GZipStream(stream, compressionLevel ?? CompressionLevel.Fastest, leaveOpen: true);

    /// <inheritdoc />
    public Stream CreateDecompressionStream(Stream stream) => new BoundedStream(new GZipStream(stream, CompressionMode.Decompress), maxBytes);

    /// <summary>Fails with gRPC's own status once too much has come out.</summary>
    private sealed class BoundedStream(GZipStream unpacking, int maxBytes) : Stream
    {
        private long _taken;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(Span<byte> buffer)
        {
            try
            {
                int read = unpacking.Read(buffer);
                _taken += read;
                return _taken <= maxBytes ? read : throw TooLarge();
            }
            catch (InvalidDataException)
            {
                throw new RpcException(new Status(StatusCode.InvalidArgument, "the message says it is gzip and is not"));
            }
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                unpacking.Dispose();
            }

            base.Dispose(disposing);
        }

        private RpcException TooLarge() => new(new Status(
            StatusCode.ResourceExhausted,
            $"the message has more than {maxBytes} bytes: send smaller batches, or raise ingestion.maxBodyBytes"));
    }
}
