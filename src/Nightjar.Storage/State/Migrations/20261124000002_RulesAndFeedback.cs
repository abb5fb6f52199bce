using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable enable

namespace Nightjar.Storage.State.Migrations;

/// <summary>Rules of detection that people made, and their words on anomalies.</summary>
[DbContext(typeof(StateContext))]
[Migration("20261124000002_RulesAndFeedback")]
internal sealed class RulesAndFeedback : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            name: "rules",
            columns: table => new { Id = table.Column<string>(), Record = table.Column<string>() },
            constraints: table => table.PrimaryKey("PK_rules", row => row.Id));
        migrationBuilder.CreateTable(
            name: "feedback",
            columns: table => new { Id = table.Column<string>(), Record = table.Column<string>() },
            constraints: table => table.PrimaryKey("PK_feedback", row => row.Id));
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("feedback");
        migrationBuilder.DropTable("rules");
    }
}
