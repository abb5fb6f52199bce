namespace Nightjar.Server.Ingestion.Host;

/// <summary>Reads one part of the machine.</summary>
internal interface IHostProbe
{
    /// <summary>What it watches, in a word for people.</summary>
    string What { get; }

    /// <summary>Adds its values to the round; what it cannot read, it notes there.</summary>
    void Collect(HostRound round);
}
