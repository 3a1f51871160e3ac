using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ForceOps.Postgres.Migrations;

[DbContext(typeof(LedgerDbContext))]
[Migration("0002_transfers")]
internal sealed class Transfers : SqlMigration;
