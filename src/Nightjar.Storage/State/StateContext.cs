using Microsoft.EntityFrameworkCore;

namespace Nightjar.Storage.State;

/// <summary>The tables of the state store. A change here needs a migration; a test compares the two.</summary>
internal sealed class StateContext(DbContextOptions<StateContext> options) : DbContext(options)
{
    public DbSet<EntityRow> Entities => Set<EntityRow>();

    public DbSet<AnomalyRow> Anomalies => Set<AnomalyRow>();

    public DbSet<IncidentRow> Incidents => Set<IncidentRow>();

    public DbSet<FindingsRow> Findings => Set<FindingsRow>();

    public DbSet<RuleRow> Rules => Set<RuleRow>();

    public DbSet<FeedbackRow> Feedback => Set<FeedbackRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<EntityRow>().ToTable("entities");
        modelBuilder.Entity<AnomalyRow>(table =>
        {
            table.ToTable("anomalies");
            table.HasIndex(row => row.StartNs);
            table.HasIndex(row => row.EndNs);
            table.HasIndex(row => new { row.Entity, row.StartNs });
            table.HasIndex(row => new { row.SeriesId, row.StartNs });
        });
        modelBuilder.Entity<IncidentRow>(table =>
        {
            table.ToTable("incidents");
            table.HasIndex(row => row.StartNs);
            table.HasIndex(row => row.ResolvedNs);
            table.HasIndex(row => new { row.Entity, row.StartNs });
            table.HasIndex(row => new { row.State, row.StartNs });
        });
        modelBuilder.Entity<FindingsRow>().ToTable("findings");
        modelBuilder.Entity<RuleRow>().ToTable("rules");
        modelBuilder.Entity<FeedbackRow>().ToTable("feedback");
    }
}
