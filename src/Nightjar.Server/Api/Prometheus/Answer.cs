namespace Nightjar.Server.Api.Prometheus;

/// <summary>An error, or what writes the data of a success. Everything that can fail has been done before it writes.</summary>
internal readonly record struct Answer
{
    /// <summary>The error; null on success.</summary>
    public ApiFailure? Failure { get; private init; }

    /// <summary>Writes the value of <c>data</c>.</summary>
    public Func<AnswerWriter, CancellationToken, Task>? WriteAsync { get; private init; }

    /// <summary>An error.</summary>
    public static implicit operator Answer(ApiFailure failure) => new() { Failure = failure };

    /// <summary>A success, written in pieces.</summary>
    public static Answer Of(Func<AnswerWriter, CancellationToken, Task> write) => new() { WriteAsync = write };

    /// <summary>A success small enough to be written in one go.</summary>
    public static Answer Of(Action<AnswerWriter> write) => new()
    {
        WriteAsync = (answer, _) =>
        {
            write(answer);
            return Task.CompletedTask;
        },
    };
}
