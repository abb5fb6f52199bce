using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Nightjar.Core.Detection;
using Nightjar.Core.Detection.Budget;
using Nightjar.Core.Telemetry;
using Nightjar.Server.Detection.Rules;
using Nightjar.Storage;
using Nightjar.Storage.Snapshots;
using Nightjar.Storage.State;

namespace Nightjar.Server.Detection;

/// <summary>
/// Where the anomalies of all shards come together: what the budget of the estate does not cover is held back, counted, and can be
/// looked at; it is neither stored nor part of an incident. Thread-safe.
/// </summary>
public sealed partial class BudgetGate
{
    // Enough to see what sort of thing is held back; 600 bytes each.
    private const int KeptHeldBack = 500;

    private const string CountsName = "detection-budget";
    private const string ListName = "detection-held-back";

    private readonly Lock _turn = new();
    private readonly StateStore _state;
    private readonly SnapshotStore _snapshots;
    private readonly DetectionStatus _status;
    private readonly DetectionRules _rules;
    private readonly TimeProvider _time;
    private readonly ILogger<BudgetGate> _log;
    private readonly AlarmBudget? _budget;
    private readonly Counter<long> _heldBack;
    private readonly Counter<long> _letThrough;

    // Whether people have been told of what is open. One a scored series at most.
    private readonly Dictionary<string, bool> _open = new(StringComparer.Ordinal);

    // The newest of those held back as they stand, and their ids, oldest first; an id stays when its anomaly is let through.
    private readonly Dictionary<string, Anomaly> _held = new(StringComparer.Ordinal);
    private readonly Queue<string> _heldInOrder = new();

    public BudgetGate(
        StateStore state,
        SnapshotStore snapshots,
        DetectionStatus status,
        DetectionRules rules,
        IOptions<DetectionOptions> options,
        TimeProvider time,
        IMeterFactory meters,
        ILogger<BudgetGate> log)
    {
        _state = state;
        _snapshots = snapshots;
        _status = status;
        _rules = rules;
        _time = time;
        _log = log;
        _budget = options.Value.Budget > 0 ? new AlarmBudget(options.Value.Budget) : null;
        Meter meter = meters.Create(SelfMeter.Name);
        _heldBack = meter.CreateCounter<long>("nightjar.detection.budget.held_back", "{anomaly}", "Anomalies that the budget held back when they opened.");
        _letThrough = meter.CreateCounter<long>("nightjar.detection.budget.let_through", "{anomaly}", "Anomalies let through after they had been held back.");
    }

    /// <summary>Held back in the last 24 hours, without what was let through later.</summary>
    public int HeldLastDay
    {
        get
        {
            lock (_turn)
            {
                return _budget?.HeldLastDay ?? 0;
            }
        }
    }

    /// <summary>The newest of those held back, as they stand, newest first.</summary>
    public IReadOnlyList<Anomaly> HeldBack()
    {
        lock (_turn)
        {
            return [.. _heldInOrder.Reverse().Where(_held.ContainsKey).Select(id => _held[id])];
        }
    }

    /// <summary>Before the first anomaly: what people have been told is open goes on to be told of, what was held back to be held back.</summary>
    /// <exception cref="StorageException">The store cannot be read.</exception>
    internal async Task RestoreAsync(CancellationToken cancellation)
    {
        if (_budget is null)
        {
            return;
        }

        IReadOnlyList<Anomaly> told = await _state.AnomaliesAsync(new AnomalyFilter { OpenOnly = true, Limit = int.MaxValue }, cancellation);
        lock (_turn)
        {
            bool found = _snapshots.TryLoad(CountsName, out byte[] counts, out string? problem);
            if (problem is not null || (found && !_budget.TryRestore(counts, _time.NowNs())))
            {
                LogBegunAnew(problem ?? "it is older than a day, or of another version");
            }

            RestoreList();
            foreach (Anomaly anomaly in told)
            {
                // After a crash the list may be older than what was told.
                _open[anomaly.Id] = true;
                _held.Remove(anomaly.Id);
            }
        }
    }

    /// <summary>Keeps what was counted, and the list, for the next start.</summary>
    internal void Save()
    {
        if (_budget is null)
        {
            return;
        }

        byte[] counts;
        byte[] list;
        lock (_turn)
        {
            counts = _budget.Save();
            list = AnomalyJson.Write(HeldBack().Reverse());
        }

        try
        {
            _snapshots.Save(CountsName, counts);
            _snapshots.Save(ListName, list);
        }
        catch (StorageException failure)
        {
            LogSaveFailed(failure);
        }
    }

    /// <summary>True when people are told of it. Each record of one anomaly in its order.</summary>
    internal bool Passes(Anomaly anomaly)
    {
        if (_budget is null)
        {
            return true;
        }

        lock (_turn)
        {
            bool goesOn = _open.TryGetValue(anomaly.Id, out bool isTold);
            isTold = isTold || (goesOn ? anomaly.EndNs is null && OpensLate(_budget, anomaly) : Opens(_budget, anomaly));
            if (anomaly.EndNs is null)
            {
                _open[anomaly.Id] = isTold;
            }
            else
            {
                _open.Remove(anomaly.Id);
            }

            if (!isTold && _held.ContainsKey(anomaly.Id))
            {
                _held[anomaly.Id] = anomaly;
            }

            return isTold;
        }
    }

    /// <summary>The ids of what is open.</summary>
    internal string[] Open()
    {
        lock (_turn)
        {
            return [.. _open.Keys];
        }
    }

    /// <summary>Of these no more records come: they are over when they were last seen.</summary>
    internal void Close(IEnumerable<string> ids)
    {
        lock (_turn)
        {
            foreach (string id in ids)
            {
                _open.Remove(id);
                if (_held.TryGetValue(id, out Anomaly? held))
                {
                    _held[id] = held with { EndNs = held.EndNs ?? held.LastNs };
                }
            }
        }
    }

    private bool Opens(AlarmBudget budget, Anomaly anomaly)
    {
        if (IsCertain(anomaly) || budget.Opens(anomaly.LastNs, SurpriseOf(anomaly), Surprise.IsStrong(anomaly), _status.Now.Judged))
        {
            _held.Remove(anomaly.Id);
            return true;
        }

        _heldBack.Add(1);
        Hold(anomaly);
        return false;
    }

    private bool OpensLate(AlarmBudget budget, Anomaly anomaly)
    {
        // A value may come to lie beyond a bound later, and a rule may be set meanwhile.
        if (!budget.OpensLate(anomaly.LastNs, SurpriseOf(anomaly), Surprise.IsStrong(anomaly), IsCertain(anomaly), _status.Now.Judged))
        {
            return false;
        }

        _letThrough.Add(1);
        _held.Remove(anomaly.Id);
        return true;
    }

    private void Hold(Anomaly anomaly)
    {
        // After a crash some are told of again.
        if (!_held.TryAdd(anomaly.Id, anomaly))
        {
            return;
        }

        _heldInOrder.Enqueue(anomaly.Id);
        if (_heldInOrder.Count > KeptHeldBack)
        {
            _held.Remove(_heldInOrder.Dequeue());
        }
    }

    private void RestoreList()
    {
        if (!_snapshots.TryLoad(ListName, out byte[] list, out string? problem))
        {
            if (problem is not null)
            {
                LogListLost(problem);
            }

            return;
        }

        try
        {
            foreach (Anomaly anomaly in AnomalyJson.Read(list))
            {
                Hold(anomaly);
                if (anomaly.EndNs is null)
                {
                    _open[anomaly.Id] = false;
                }
            }
        }
        catch (StorageException failure)
        {
            LogListLost(failure.Message);
        }
    }

    private bool IsCertain(Anomaly anomaly) => Surprise.IsCertain(anomaly, _rules.Book.Of(anomaly.Series));

    private static double SurpriseOf(Anomaly anomaly) => Surprise.Of(anomaly, EntityImportance.Usual);

    [LoggerMessage(EventId = 2015, Level = LogLevel.Information, Message = "What the alarm budget had counted is not used, so it begins with what is expected of any estate: {Problem}.")]
    private partial void LogBegunAnew(string problem);

    [LoggerMessage(EventId = 2017, Level = LogLevel.Warning, Message = "The list of anomalies that the alarm budget held back is lost: {Problem}")]
    private partial void LogListLost(string problem);

    [LoggerMessage(EventId = 2016, Level = LogLevel.Warning, Message = "What the alarm budget has counted could not be saved; the snapshot before stays.")]
    private partial void LogSaveFailed(Exception failure);
}
