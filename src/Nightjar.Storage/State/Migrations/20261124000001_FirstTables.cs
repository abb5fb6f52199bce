using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable enable

namespace Nightjar.Storage.State.Migrations;

/// <summary>Entities, anomalies, incidents and findings.</summary>
[DbContext(typeof(StateContext))]
[Migration("20261124000001_FirstTables")]
internal sealed class FirstTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "entities",
            columns: table => new { Id = table.Column<string>(), Record = table.Column<string>() },
            constraints: table => table.PrimaryKey("PK_entities", row => row.Id));
        migrationBuilder.CreateTable(
            name: "anomalies",
            columns: table => new
            {
                Id = table.Column<string>(),
                SeriesId = table.Column<long>(),
                Entity = table.Column<string>(),
                StartNs = table.Column<long>(),
                EndNs = table.Column<long>(nullable: true),
                Record = table.Column<string>(),
            },
            constraints: table => table.PrimaryKey("PK_anomalies", row => row.Id));
        migrationBuilder.CreateTable(
            name: "incidents",
            columns: table => new
            {
                Id = table.Column<string>(),
                Entity = table.Column<string>(),
                State = table.Column<string>(),
                StartNs = table.Column<long>(),
                ResolvedNs = table.Column<long>(nullable: true),
                Record = table.Column<string>(),
            },
            constraints: table => table.PrimaryKey("PK_incidents", row => row.Id));
        migrationBuilder.CreateTable(
            name: "findings",
            columns: table => new { Id = table.Column<string>(), Record = table.Column<string>() },
            constraints: table => table.PrimaryKey("PK_findings", row => row.Id));

        migrationBuilder.CreateIndex("IX_anomalies_StartNs", "anomalies", "StartNs");
        migrationBuilder.CreateIndex("IX_anomalies_EndNs", "anomalies", "EndNs");
        migrationBuilder.CreateIndex("IX_anomalies_Entity_StartNs", "anomalies", ["Entity", "StartNs"]);
        migrationBuilder.CreateIndex("IX_anomalies_SeriesId_StartNs", "anomalies", ["SeriesId", "StartNs"]);
        migrationBuilder.CreateIndex("IX_incidents_StartNs", "incidents", "StartNs");
        migrationBuilder.CreateIndex("IX_incidents_ResolvedNs", "incidents", "ResolvedNs");
        migrationBuilder.CreateIndex("IX_incidents_Entity_StartNs", "incidents", ["Entity", "StartNs"]);
        migrationBuilder.CreateIndex("IX_incidents_State_StartNs", "incidents", ["State", "StartNs"]);
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("findings");
        migrationBuilder.DropTable("incidents");
        migrationBuilder.DropTable("anomalies");
        migrationBuilder.DropTable("entities");
    }
}
