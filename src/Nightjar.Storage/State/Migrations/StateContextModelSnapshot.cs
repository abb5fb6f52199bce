using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

#nullable enable

namespace Nightjar.Storage.State.Migrations;

/// <summary>The tables as all migrations together leave them; EF Core compares it with <see cref="StateContext"/>.</summary>
[DbContext(typeof(StateContext))]
internal sealed class StateContextModelSnapshot : ModelSnapshot
{
    protected override void BuildModel(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity("Nightjar.Storage.State.EntityRow", table =>
        {
            table.Property<string>("Id").HasColumnType("TEXT");
            table.Property<string>("Record").IsRequired().HasColumnType("TEXT");
            table.HasKey("Id");
            table.ToTable("entities");
        });
        modelBuilder.Entity("Nightjar.Storage.State.AnomalyRow", table =>
        {
            table.Property<string>("Id").HasColumnType("TEXT");
            table.Property<long>("SeriesId").HasColumnType("INTEGER");
            table.Property<string>("Entity").IsRequired().HasColumnType("TEXT");
            table.Property<long>("StartNs").HasColumnType("INTEGER");
            table.Property<long?>("EndNs").HasColumnType("INTEGER");
            table.Property<string>("Record").IsRequired().HasColumnType("TEXT");
            table.HasKey("Id");
            table.HasIndex("StartNs");
            table.HasIndex("EndNs");
            table.HasIndex("Entity", "StartNs");
            table.HasIndex("SeriesId", "StartNs");
            table.ToTable("anomalies");
        });
        modelBuilder.Entity("Nightjar.Storage.State.IncidentRow", table =>
        {
            table.Property<string>("Id").HasColumnType("TEXT");
            table.Property<string>("Entity").IsRequired().HasColumnType("TEXT");
            table.Property<string>("State").IsRequired().HasColumnType("TEXT");
            table.Property<long>("StartNs").HasColumnType("INTEGER");
            table.Property<long?>("ResolvedNs").HasColumnType("INTEGER");
            table.Property<string>("Record").IsRequired().HasColumnType("TEXT");
            table.HasKey("Id");
            table.HasIndex("StartNs");
            table.HasIndex("ResolvedNs");
            table.HasIndex("Entity", "StartNs");
            table.HasIndex("State", "StartNs");
            table.ToTable("incidents");
        });
        modelBuilder.Entity("Nightjar.Storage.State.FindingsRow", table =>
        {
            table.Property<string>("Id").HasColumnType("TEXT");
            table.Property<string>("Record").IsRequired().HasColumnType("TEXT");
            table.HasKey("Id");
            table.ToTable("findings");
        });
        modelBuilder.Entity("Nightjar.Storage.State.RuleRow", table =>
        {
            table.Property<string>("Id").HasColumnType("TEXT");
            table.Property<string>("Record").IsRequired().HasColumnType("TEXT");
            table.HasKey("Id");
            table.ToTable("rules");
        });
        modelBuilder.Entity("Nightjar.Storage.State.FeedbackRow", table =>
        {
            table.Property<string>("Id").HasColumnType("TEXT");
            table.Property<string>("Record").IsRequired().HasColumnType("TEXT");
            table.HasKey("Id");
            table.ToTable("feedback");
        });
    }
}
