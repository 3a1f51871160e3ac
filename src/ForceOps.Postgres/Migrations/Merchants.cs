using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ForceOps.Postgres.Migrations;

[DbContext(typeof(LedgerDbContext))]
[Migration("0004_merchants")]
internal sealed class Merchants : SqlMigration;
