using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ForceOps.Postgres.Migrations;

[DbContext(typeof(LedgerDbContext))]
[Migration("0005_switchable_books")]
internal sealed class SwitchableBooks : SqlMigration;
